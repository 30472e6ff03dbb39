"""A link that was a mistake is undone: for a while, once, with who went along."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx
import pytest

from services.triage.domain import Decision, State
from services.triage.forms import LinkForm
from services.triage.handlers.chosen import Chosen, Outcome
from services.triage.handlers.unlinking import TOLD_MORE, TOO_LATE, undo_links
from services.triage.subscribers import facts
from shared import clock
from shared.contracts.research import DossierConcludedV1, DossierOpenedV1
from shared.contracts.triage import ReportLinkedV1, ReportUnlinkedV1
from shared.contracts.vocabulary import NextActor
from shared.contracts.vocabulary import Outcome as End
from shared.database import Database
from shared.ids import new_id
from tests.browserlike import post_form, sign_in_as
from tests.builders import a_report_submitted
from tests.facts import deliver, said
from tests.triage.waiting import a_case, case_of, decided

Databases = Callable[[str], Database]
ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
NOON = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)
SOON, LATER = NOON + timedelta(minutes=5), NOON + timedelta(minutes=11)
DOSSIER = new_id()


@pytest.fixture
def triage(databases: Databases, monkeypatch: pytest.MonkeyPatch) -> Database:
    monkeypatch.setenv("TRIAGE_UNDO_MINUTES", "10")
    return databases("triage")


async def _linked(triage: Database, report_id: UUID) -> ReportLinkedV1:
    opened = DossierOpenedV1(dossier_id=DOSSIER, reference="D-26-001", title="Herhaalmachtigingen")
    await deliver(triage, facts, opened)
    form = LinkForm(version=1, send_mail=True, reason="Zelfde regel", dossier_id=DOSSIER)
    await decided(triage, report_id, Decision.LINK, form)
    return next(fact for fact in await said(triage) if isinstance(fact, ReportLinkedV1))


async def _undo(triage: Database, *report_ids: UUID) -> Outcome:
    seen = [Chosen.of(await case_of(triage, report_id)) for report_id in report_ids]
    async with triage.transaction() as session:
        return await undo_links(session, seen, "Mo Aydın")


async def _undone(triage: Database) -> list[ReportUnlinkedV1]:
    return [fact for fact in await said(triage) if isinstance(fact, ReportUnlinkedV1)]


async def test_an_undone_link_brings_the_case_back_with_the_day_that_was_promised(triage: Database) -> None:
    with clock.frozen(NOON):
        report_id = await a_case(triage)
        promised = (await case_of(triage, report_id)).due_on
        link = await _linked(triage, report_id)
    assert link.undo_until == NOON + timedelta(minutes=10)
    with clock.frozen(SOON):
        assert len((await _undo(triage, report_id)).done) == 1
    case = await case_of(triage, report_id)
    assert (case.state, case.dossier_id, case.next_actor) == (State.NEW, None, NextActor.TEAM)
    assert (case.due_on, case.undo_until, case.linked_by) == (promised, None, None)
    (fact,) = await _undone(triage)
    assert (fact.dossier_id, fact.dossier_title, fact.answer_by) == (DOSSIER, "Herhaalmachtigingen", promised)


async def test_a_second_press_undoes_nothing_more(triage: Database) -> None:
    with clock.frozen(NOON):
        report_id = await a_case(triage)
        await _linked(triage, report_id)
        seen = [Chosen.of(await case_of(triage, report_id))]
        for _ in range(2):
            async with triage.transaction() as session:
                assert not (await undo_links(session, seen, "Mo Aydın")).refused
    assert len(await _undone(triage)) == 1


async def test_after_a_while_it_cannot_be_undone_any_more(triage: Database) -> None:
    with clock.frozen(NOON):
        report_id = await a_case(triage)
        await _linked(triage, report_id)
    with clock.frozen(LATER):
        assert [why for _, why in (await _undo(triage, report_id)).refused] == [TOO_LATE]
    assert (await case_of(triage, report_id)).state == State.LINKED


async def test_what_the_reporter_hears_of_an_outcome_is_not_undone(triage: Database) -> None:
    with clock.frozen(NOON):
        report_id = await a_case(triage)
        await _linked(triage, report_id)
    concluded = DossierConcludedV1(
        dossier_id=DOSSIER, reference="D-26-001", title="Herhaalmachtigingen", outcome=End.SOLVED,
        public_text="Het is geregeld.", concluded_by="Sanne", reports=1, practices=1, minutes_per_month=10,
    )  # fmt: skip
    with clock.frozen(SOON):
        await deliver(triage, facts, concluded)
        assert [why for _, why in (await _undo(triage, report_id)).refused] == [TOLD_MORE]


async def test_who_joined_comes_back_with_it(triage: Database) -> None:
    with clock.frozen(NOON):
        report_id = await a_case(triage)
        joiner = a_report_submitted(reference="RW-26-0009", joins_report=report_id)
        await deliver(triage, facts, joiner)
        await _linked(triage, report_id)
        assert (await case_of(triage, joiner.report_id)).state == State.LINKED
    with clock.frozen(SOON):
        await _undo(triage, report_id)
    back = await case_of(triage, joiner.report_id)
    assert (back.state, back.dossier_id, back.follows) == (State.NEW, None, True)
    assert {fact.report_id for fact in await _undone(triage)} == {report_id, joiner.report_id}
    assert len({fact.undoes for fact in await _undone(triage)}) == 2


@pytest.mark.parametrize("together", [False, True])
async def test_whose_link_alone_is_undone_goes_its_own_way(triage: Database, together: bool) -> None:
    with clock.frozen(NOON):
        report_id = await a_case(triage)
        joiner = a_report_submitted(reference="RW-26-0009", joins_report=report_id)
        await deliver(triage, facts, joiner)
        await _linked(triage, report_id)
    with clock.frozen(SOON):
        await _undo(triage, joiner.report_id, *([report_id] if together else []))
    joined, back = await case_of(triage, report_id), await case_of(triage, joiner.report_id)
    assert joined.state == (State.NEW if together else State.LINKED)
    assert (back.state, back.follows) == (State.NEW, together)


async def test_who_joined_a_dossier_by_mistake_comes_back_too(triage: Database) -> None:
    with clock.frozen(NOON):
        opened = DossierOpenedV1(dossier_id=DOSSIER, reference="D-26-001", title="Herhaalmachtigingen")
        joiner = a_report_submitted(reference="RW-26-0009", joins_dossier=DOSSIER)
        await deliver(triage, facts, opened)
        await deliver(triage, facts, joiner)
    with clock.frozen(SOON):
        assert len((await _undo(triage, joiner.report_id)).done) == 1
    assert (await case_of(triage, joiner.report_id)).state == State.NEW


async def test_the_page_offers_it_as_long_as_it_goes(client_for: ClientFor, triage: Database) -> None:
    report_id = await a_case(triage)
    await _linked(triage, report_id)
    address = f"/team/triage/{report_id}"
    async with client_for("triage") as client:
        await sign_in_as(client, [triage])
        page = (await client.get(address)).text
        assert "Maak de koppeling ongedaan" in page
        case = Chosen.of(await case_of(triage, report_id)).written
        undo = {"gekozen": case, "naar": address}
        done = await post_form(client, "/team/triage/koppelen/ongedaan", undo, page=address)
        page = (await client.get(done.headers["location"])).text
    assert done.headers["location"] == address
    assert "Ongedaan gemaakt. 1 melding staat weer in de wachtrij." in page
    assert "Koppeling aan dossier Herhaalmachtigingen ongedaan gemaakt." in page
    assert "Maak de koppeling ongedaan" not in page
    assert "Bewaar beslissing" in page
