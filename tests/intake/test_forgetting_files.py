"""Files go with what they came with, and what never got anywhere goes by itself."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from uuid import UUID

import httpx
import pytest
from sqlalchemy import Table, func, select

from services.intake.handlers import attaching, drafts
from services.intake.handlers.erasing import REPORTER, erase, pseudonymise
from services.intake.handlers.withdrawing import withdraw
from services.intake.subscribers import facts
from services.intake.tables import Attachment, Draft, PersonalDataView, Report
from shared import clock
from shared.attachments.in_database import InDatabase
from shared.attachments.receiving import Kept
from shared.attachments.tables import attachment_pieces
from shared.contracts.files import FileKind
from shared.contracts.vocabulary import EraseReason, WithdrawReason
from shared.database import Database
from tests.browserlike import post_form, sign_in_as
from tests.facts import deliver
from tests.intake.ended import a_notice
from tests.intake.filled_in import STEP_ANSWERS
from tests.intake.sending_files import TICK, add_files, start_report
from tests.sent_files import a_pdf

Databases = Callable[[str], Database]
ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]


async def _send(client: httpx.AsyncClient) -> httpx.Response:
    return await post_form(client, "/melden/5", STEP_ANSWERS[4])


async def _count(database: Database, table: type[Attachment | PersonalDataView] | Table) -> int:
    async with database.transaction() as session:
        return int(await session.scalar(select(func.count()).select_from(table)) or 0)


async def _report(database: Database) -> Report:
    async with database.transaction() as session:
        return (await session.scalars(select(Report))).one()


@pytest.mark.parametrize("how", ["erased", "pseudonymised", "withdrawn"])
async def test_with_the_report_its_files_go(client_for: ClientFor, databases: Databases, how: str) -> None:
    database = databases("intake")
    async with client_for("intake") as client:
        await start_report(client)
        await add_files(client, ("a.pdf", a_pdf()), **TICK)
        await _send(client)
        report = await _report(database)
        if how == "pseudonymised":
            await deliver(database, facts, a_notice(report.id, happened_at=clock.now() - timedelta(days=400)))
        async with database.transaction() as session:
            if how == "erased":
                await erase(session, report.id, EraseReason.REQUESTED, REPORTER)
            elif how == "withdrawn":
                await withdraw(session, await session.get_one(Report, report.id), WithdrawReason.MISTAKE)
            else:
                assert await pseudonymise(session) == 1
        await sign_in_as(client, [database])
        gone = await client.get(f"/team/meldingen/{report.id}/bijlagen/{report.content['attachments'][0]['id']}")
    assert gone.status_code == 410
    assert await _count(database, Attachment) == 0
    assert await _count(database, attachment_pieces) == 0


async def _forget_after(database: Database, pause: timedelta) -> None:
    with clock.frozen(clock.now() + pause):
        async with database.transaction() as session:
            await attaching.forget_old(session)
            await drafts.forget_old_drafts(session)


async def test_with_a_draft_that_is_forgotten_its_files_go(client_for: ClientFor, databases: Databases) -> None:
    database = databases("intake")
    async with client_for("intake") as client:
        await start_report(client)
        await add_files(client, ("a.pdf", a_pdf()), **TICK)
    await _forget_after(database, timedelta(days=13))
    assert await _count(database, Attachment) == 1
    await _forget_after(database, timedelta(days=15))
    assert await _count(database, Attachment) == 0
    assert await _count(database, attachment_pieces) == 0


async def test_a_file_that_nobody_confirmed_goes_after_an_hour(client_for: ClientFor, databases: Databases) -> None:
    database = databases("intake")
    async with client_for("intake") as client:
        await start_report(client)
        await add_files(client, ("a.pdf", a_pdf()))
    await _forget_after(database, timedelta(minutes=50))
    assert await _count(database, Attachment) == 1
    await _forget_after(database, timedelta(minutes=70))
    assert await _count(database, Attachment) == 0
    assert await _count(database, attachment_pieces) == 0


async def test_content_that_never_got_attached_goes_after_an_hour(databases: Databases) -> None:
    database = databases("intake")
    store = InDatabase(database)
    await store.put(UUID(int=7), b"x" * 1_200_000)
    assert await store.get(UUID(int=7)) == b"x" * 1_200_000
    assert await _count(database, attachment_pieces) == 3
    await _forget_after(database, timedelta(minutes=70))
    assert await _count(database, attachment_pieces) == 0


async def test_a_file_that_comes_when_the_draft_was_just_sent_is_left_out(
    client_for: ClientFor, databases: Databases
) -> None:
    database = databases("intake")
    async with client_for("intake") as client:
        await start_report(client)
        await _send(client)
    kept = Kept(UUID(int=9), FileKind.PDF, 3, None, b"h", "database")
    async with database.transaction() as session:
        draft = (await session.scalars(select(Draft))).one()
        assert await attaching.attach(session, draft.id, [kept], confirmed=True) == [kept]
    assert await _count(database, Attachment) == 0
