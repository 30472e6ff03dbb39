"""Somebody of the team erases one file of a report: asked first, then gone for good, and the rest is still there."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from sqlalchemy import func, select

from services.intake.erasure_list import Listed, ListedAttachment, ListedHiding
from services.intake.handlers import erasing_files
from services.intake.jobs import keep_erasure_list
from services.intake.tables import Attachment
from shared.attachments.tables import attachment_pieces
from shared.contracts.intake import AttachmentErasedV1, ReportSubmittedV1
from shared.contracts.vocabulary import Role
from shared.database import Database
from shared.erasure_list import add_to_list, read_lines
from shared.ids import new_id
from shared.messaging.jobs import JobContext
from tests.browserlike import post_form, settings_for_tests, sign_in_as
from tests.facts import said
from tests.intake.filled_in import STEP_ANSWERS
from tests.intake.sending_files import TICK, add_files, start_report
from tests.sent_files import a_letter, a_pdf

Databases = Callable[[str], Database]
ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]


@pytest.fixture
def intake(databases: Databases) -> Database:
    return databases("intake")


async def _sent(client: httpx.AsyncClient, intake: Database) -> tuple[ReportSubmittedV1, str]:
    """A report with two files, and its status page."""
    await start_report(client)
    await add_files(client, ("brief.pdf", a_pdf()), ("brief.docx", a_letter()), **TICK)
    answer = await post_form(client, "/melden/5", STEP_ANSWERS[4])
    (report,) = (fact for fact in await said(intake) if isinstance(fact, ReportSubmittedV1))
    return report, answer.headers["location"].removesuffix("/bevestiging")


def _page(report: ReportSubmittedV1, attachment_id: UUID) -> str:
    return f"/team/meldingen/{report.report_id}/bijlagen/{attachment_id}/wissen"


async def _kept(intake: Database) -> tuple[int, int]:
    """How many files there are, and how many of them have content."""
    pieces = select(func.count(func.distinct(attachment_pieces.c.attachment_id)))
    async with intake.transaction() as session:
        files = await session.scalar(select(func.count()).select_from(Attachment))
        return int(files or 0), int(await session.scalar(pieces) or 0)


async def _erased(intake: Database) -> list[AttachmentErasedV1]:
    return [fact for fact in await said(intake) if isinstance(fact, AttachmentErasedV1)]


async def test_a_file_is_gone_for_good_and_the_other_is_still_there(client_for: ClientFor, intake: Database) -> None:
    async with client_for("intake") as client:
        report, status = await _sent(client, intake)
        first, second = (one.id for one in report.attachments)
        await sign_in_as(client, [intake], Role.RESEARCHER)
        hiding = f"/team/meldingen/{report.report_id}/verbergen"
        assert _page(report, first) in (await client.get(hiding)).text
        assert "Bijlage 1 (PDF, " in (await client.get(_page(report, first))).text
        assert await _kept(intake) == (2, 2)
        done = await post_form(client, _page(report, first), {})
        assert (done.status_code, done.headers["location"]) == (303, hiding)
        after = (await client.get(hiding)).text
        assert "Een bijlage gewist door Sanne de Vries" in after
        assert (_page(report, first) in after, _page(report, second) in after) == (False, True)
        file = _page(report, first).removesuffix("/wissen")
        assert [(await client.get(page)).status_code for page in (file, _page(report, first))] == [410, 410]
        told = (await client.get(status)).text
    assert await _kept(intake) == (1, 1)
    assert "Ons team wiste 1 bestand" in told
    # It keeps its number, so that who speaks of it on the phone means the same one.
    assert [("Bijlage 2 (Word, " in text, "(PDF, " in text) for text in (told, after)] == [(True, False)] * 2
    (fact,) = await _erased(intake)
    assert (fact.report_id, fact.attachment_id, fact.erased_by) == (report.report_id, first, "Sanne de Vries")


async def test_pressed_twice_and_at_once_it_is_erased_once(client_for: ClientFor, intake: Database) -> None:
    async with client_for("intake") as client:
        report, _ = await _sent(client, intake)
        page = _page(report, report.attachments[0].id)
        await sign_in_as(client, [intake])
        pressed = [post_form(client, page, {}, page="/mijn-meldingen") for _ in range(3)]
        assert {answer.status_code for answer in await asyncio.gather(*pressed)} == {303}
    assert len(await _erased(intake)) == 1


async def test_a_file_of_another_report_is_not_erased(client_for: ClientFor, intake: Database) -> None:
    async with client_for("intake") as client:
        report, _ = await _sent(client, intake)
        await sign_in_as(client, [intake])
        assert (await post_form(client, _page(report, new_id()), {}, page="/mijn-meldingen")).status_code == 410
    assert (await _erased(intake), await _kept(intake)) == ([], (2, 2))


@pytest.mark.parametrize("role", [Role.READER, Role.EDITOR, Role.ADMINISTRATOR])
async def test_who_does_not_decide_erases_nothing(client_for: ClientFor, intake: Database, role: Role) -> None:
    async with client_for("intake") as client:
        report, _ = await _sent(client, intake)
        page = _page(report, report.attachments[0].id)
        await sign_in_as(client, [intake], role)
        assert (await client.get(page)).status_code == 403
        assert (await post_form(client, page, {}, page="/mijn-meldingen")).status_code == 403
    assert await _kept(intake) == (2, 2)


async def test_the_list_erases_again_what_a_backup_still_has(
    client_for: ClientFor, intake: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "erasures.jsonl"
    monkeypatch.setenv("INTAKE_ERASURE_LIST", str(path))
    context = JobContext(intake, settings_for_tests())
    async with client_for("intake") as client:
        report, _ = await _sent(client, intake)
    async with intake.transaction() as session:
        await erasing_files.erase(session, report.report_id, report.attachments[0].id, "Sanne")
        (listed,) = await erasing_files.not_in(session, [])
        await session.rollback()
    add_to_list(path, [listed])
    assert await _kept(intake) == (2, 2)
    await keep_erasure_list(context)
    await keep_erasure_list(context)
    assert await _kept(intake) == (1, 1)
    assert [fact.erased_by for fact in await _erased(intake)] == ["Lijst van wissingen"]
    kinds = (ListedAttachment, ListedHiding, Listed)
    assert [read_lines(path, kind) for kind in kinds] == [[listed], [], []]
