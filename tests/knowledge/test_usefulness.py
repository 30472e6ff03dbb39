"""Whom items helped and where agreements do not work is counted once, in whatever order it is heard."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx
import pytest
from sqlalchemy import select
from sqlmodel import col

from services.knowledge import handlers
from services.knowledge.subscribers import facts
from services.knowledge.tables import Item
from services.knowledge.usefulness import Usefulness, keep_help, usefulness_of
from shared.contracts.doubts import DoubtReason
from shared.contracts.intake import DoubtRaisedV1, ReporterHelpedV1, ReportWithdrawnV1
from shared.contracts.vocabulary import Role, WithdrawReason
from shared.database import Database
from shared.ids import new_id
from tests.browserlike import sign_in_as
from tests.facts import deliver
from tests.knowledge.catalogues import a_catalogue, an_entry

ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]


@pytest.fixture
async def knowledge(databases: Callable[[str], Database]) -> Database:
    database = databases("knowledge")
    async with database.transaction() as session:
        entry = an_entry(id="R02", checked_on="2026-11-19")
        await handlers.import_catalogue(session, a_catalogue(entry), demo=False)
    return database


async def _item(knowledge: Database) -> UUID:
    async with knowledge.transaction() as session:
        return (await session.scalars(select(col(Item.id)))).one()


async def _counted(knowledge: Database, item_id: UUID) -> Usefulness:
    async with knowledge.transaction() as session:
        return await usefulness_of(session, item_id)


async def _helped(knowledge: Database, item_id: UUID, times: int) -> None:
    for _ in range(times):
        await deliver(knowledge, facts, ReporterHelpedV1(help_id=new_id(), item_id=item_id, helped=True), times=2)


async def test_who_was_helped_counts_once_and_not_when_it_is_taken_back(knowledge: Database) -> None:
    item_id = await _item(knowledge)
    await _helped(knowledge, item_id, 2)
    helped = ReporterHelpedV1(help_id=new_id(), item_id=item_id, helped=True)
    await deliver(knowledge, facts, helped, times=3)
    assert (await _counted(knowledge, item_id)).helped == 3
    await deliver(knowledge, facts, helped.model_copy(update={"helped": False}), times=2)
    assert (await _counted(knowledge, item_id)).helped == 2
    assert (await _counted(knowledge, new_id())).helped == 0


async def test_a_word_that_comes_late_does_not_undo_a_newer_one(knowledge: Database) -> None:
    item_id, said_at = await _item(knowledge), datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
    helped = ReporterHelpedV1(help_id=new_id(), item_id=item_id, helped=True)
    async with knowledge.transaction() as session:
        not_after_all = helped.model_copy(update={"helped": False})
        await keep_help(session, not_after_all, said_at + timedelta(seconds=9))
        await keep_help(session, helped, said_at)
    assert (await _counted(knowledge, item_id)).helped == 0


@pytest.mark.parametrize("withdrawn_first", [True, False])
async def test_a_report_that_is_taken_back_doubts_nothing(knowledge: Database, withdrawn_first: bool) -> None:
    item_id, report_id = await _item(knowledge), new_id()
    doubt = DoubtRaisedV1(report_id=report_id, item_id=item_id, reason=DoubtReason.UNCLEAR)
    back = ReportWithdrawnV1(report_id=report_id, reason=WithdrawReason.MISTAKE)
    other = DoubtRaisedV1(report_id=new_id(), item_id=item_id, reason=DoubtReason.NOT_KEPT)
    for fact in [other, *([back, doubt] if withdrawn_first else [doubt, back])]:
        await deliver(knowledge, facts, fact, times=2)
    counted = await _counted(knowledge, item_id)
    assert (counted.doubts, counted.doubted) == ({DoubtReason.NOT_KEPT: 1}, 1)


async def test_everybody_reads_a_number_from_five_on_and_the_team_every_number(
    client_for: ClientFor, knowledge: Database
) -> None:
    item_id = await _item(knowledge)
    doubt = DoubtRaisedV1(report_id=new_id(), item_id=item_id, reason=DoubtReason.NOT_FOR_US)
    await deliver(knowledge, facts, doubt)
    await _helped(knowledge, item_id, 4)
    async with client_for("knowledge") as client:
        few = await client.get("/kennis/R02")
        await sign_in_as(client, [knowledge], Role.EDITOR)
        team = await client.get("/kennis/R02")
        client.cookies.clear()
        await _helped(knowledge, item_id, 1)
        enough = await client.get("/kennis/R02")
    assert "Minder dan 5 keer" in few.text
    assert "geholpen zonder melding" not in few.text
    assert "werkt niet: 1" not in few.text
    assert "4 keer geholpen zonder melding" in team.text
    assert "1 melding dat de afspraak niet werkt" in team.text
    assert "De afspraak geldt niet voor ons: 1" in team.text
    assert "<dd>5 keer</dd>" in enough.text


async def test_the_page_of_an_agreement_asks_whether_it_helps(client_for: ClientFor, knowledge: Database) -> None:
    async with client_for("knowledge") as client:
        page = await client.get("/kennis/R02")
    assert 'action="/melden/geholpen/R02"' in page.text
    assert 'href="/melden/werkt-niet/R02"' in page.text
