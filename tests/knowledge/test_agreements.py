"""Agreements that the team made: kept once, checked by an editor, told once, and ended on their day."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from services.knowledge import agreements, handlers
from services.knowledge.subscribers import facts
from services.knowledge.tables import Item
from shared import clock
from shared.contracts.knowledge import AgreementAnnouncedV1, ItemPublishedV1
from shared.contracts.research import AgreementPublishedV1
from shared.contracts.vocabulary import AgreementStatus, ImposedBy, Theme
from shared.database import Database
from shared.ids import new_id
from tests.facts import deliver, said

NOON = datetime(2026, 11, 20, 11, tzinfo=UTC)
AGREEMENT, DOSSIER = new_id(), new_id()


@pytest.fixture
def knowledge(databases: Callable[[str], Database]) -> Database:
    return databases("knowledge")


def an_agreement(**changes: Any) -> AgreementPublishedV1:
    values: dict[str, Any] = {
        "agreement_id": AGREEMENT, "revision": 1, "dossier_id": DOSSIER, "dossier_reference": "D-26-001",
        "title": "Machtiging voor stoma", "question": "Elk jaar een nieuwe machtiging.",
        "agreed": "Eén machtiging geldt vijf jaar.", "between": "De leverancier en de huisartsen", "region": "Utrecht",
        "agreed_from": date(2026, 12, 1), "agreed_until": date(2027, 12, 1), "check_on": date(2027, 6, 1),
        "imposed_by": (next(iter(ImposedBy)),), "theme": next(iter(Theme)), "published_by": "Mo Yilmaz",
    }  # fmt: skip
    return AgreementPublishedV1.model_validate(values | changes)


async def stored(knowledge: Database) -> Item:
    async with knowledge.transaction() as session:
        return (await session.scalars(select(Item))).one()


async def checked(knowledge: Database) -> None:
    revision = (await stored(knowledge)).revision
    async with knowledge.transaction() as session:
        await handlers.mark_checked(session, "A-26-001", revision, "Sanne de Vries", demo=False)


async def heard(knowledge: Database, kind: type) -> list[Any]:
    return [fact for fact in await said(knowledge) if isinstance(fact, kind)]


async def ended(knowledge: Database, day: date) -> bool:
    async with knowledge.transaction() as session:
        return await agreements.end_next(session, day)


async def test_an_agreement_becomes_one_item_that_only_the_team_sees(knowledge: Database) -> None:
    with clock.frozen(NOON):
        await deliver(knowledge, facts, an_agreement(), times=2)
        await deliver(knowledge, facts, an_agreement())
    item = await stored(knowledge)
    assert (item.code, item.public, item.parties, item.valid_from) == (
        "A-26-001", False, "De leverancier en de huisartsen", "2026-12-01",
    )  # fmt: skip
    (fact,) = await heard(knowledge, ItemPublishedV1)
    assert (fact.agreement_id, fact.public, fact.short_answer) == (AGREEMENT, False, "Eén machtiging geldt vijf jaar.")
    assert await heard(knowledge, AgreementAnnouncedV1) == []


async def test_it_is_announced_once_however_often_it_changes_and_is_checked(knowledge: Database) -> None:
    with clock.frozen(NOON):
        await deliver(knowledge, facts, an_agreement())
        await checked(knowledge)
        await deliver(knowledge, facts, an_agreement(revision=2, agreed="Eén machtiging geldt tien jaar."))
        assert (await stored(knowledge)).checked_on is None
        await checked(knowledge)
    (told,) = await heard(knowledge, AgreementAnnouncedV1)
    assert (told.dossier_id, told.code, told.short_answer) == (DOSSIER, "A-26-001", "Eén machtiging geldt vijf jaar.")
    assert [fact.public for fact in await heard(knowledge, ItemPublishedV1)] == [False, True, False, True]


async def test_what_is_heard_late_changes_nothing(knowledge: Database) -> None:
    with clock.frozen(NOON):
        await deliver(knowledge, facts, an_agreement(revision=2, agreed="Tien jaar."))
        await deliver(knowledge, facts, an_agreement())
    assert (await stored(knowledge)).summary == "Tien jaar."


async def test_one_that_is_withdrawn_keeps_its_page_and_holds_no_more(knowledge: Database) -> None:
    with clock.frozen(NOON):
        await deliver(knowledge, facts, an_agreement())
        await checked(knowledge)
        await deliver(knowledge, facts, an_agreement(revision=2, withdrawn=True))
    fact = (await heard(knowledge, ItemPublishedV1))[-1]
    assert (fact.status, fact.public) == (AgreementStatus.EXPIRED, True)


async def test_after_its_last_day_it_holds_no_more(knowledge: Database) -> None:
    with clock.frozen(NOON):
        await deliver(knowledge, facts, an_agreement())
        await checked(knowledge)
    assert not await ended(knowledge, date(2027, 12, 1))
    assert await ended(knowledge, date(2027, 12, 1) + timedelta(days=1))
    assert not await ended(knowledge, date(2028, 1, 1))
    assert (await heard(knowledge, ItemPublishedV1))[-1].status is AgreementStatus.EXPIRED
