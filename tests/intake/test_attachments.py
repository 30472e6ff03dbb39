"""Files on their way: added, taken out, sent, opened by the team."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

import httpx
import pytest
from sqlalchemy import Table, func, select
from sqlmodel import col

from services.intake.tables import Attachment, PersonalDataView, Report
from shared.attachments import receiving
from shared.attachments.tables import attachment_pieces
from shared.contracts.files import FileKind
from shared.contracts.intake import ReportSubmittedV1
from shared.contracts.vocabulary import Role
from shared.database import Database
from tests.browserlike import ORIGIN, post_form, sign_in_as
from tests.facts import said
from tests.intake.filled_in import STEP_ANSWERS
from tests.intake.sending_files import PAGE, TICK, add_files, start_report
from tests.sent_files import a_letter, a_pdf, a_photo, a_screenshot

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


async def test_files_go_along_with_a_report_and_its_fact_tells_only_kind_and_size(
    client_for: ClientFor, databases: Databases
) -> None:
    async with client_for("intake") as client:
        await start_report(client)
        added = await add_files(client, ("Leeg formulier.pdf", a_pdf()), ("brief.docx", a_letter()), **TICK)
        assert added.status_code == 303
        shown = (await client.get(PAGE)).text
        assert "Bijlage 1 (PDF, " in shown
        assert "Bijlage 2 (Word, " in shown
        assert "Bijlage 1 (PDF, " in (await client.get("/melden/4")).text
        assert "Bijlage 2 (Word, " in (await client.get("/melden/5")).text
        sent = await _send(client)
        status = (await client.get(sent.headers["location"].removesuffix("/bevestiging"))).text
    assert "Bijlage 2 (Word, " in status
    (report,) = [fact for fact in await said(databases("intake")) if isinstance(fact, ReportSubmittedV1)]
    assert [one.kind for one in report.attachments] == [FileKind.PDF, FileKind.DOCX]
    assert "formulier" not in report.model_dump_json()


async def test_without_the_tick_nothing_is_sent_and_no_file_is_lost(client_for: ClientFor) -> None:
    async with client_for("intake") as client:
        await start_report(client)
        answer = await add_files(client, ("foto.jpg", a_photo()))
        assert answer.status_code == 422
        assert "<title>Fout: " in answer.text
        assert "Zet een vinkje als er geen patiënt in je bestanden staat" in answer.text
        assert "Bijlage 1 (JPG, " in answer.text
        refused = await _send(client)
        assert refused.headers["location"] == f"{PAGE}?naar=controle&vinkje=nodig"
        assert (await client.get(refused.headers["location"])).status_code == 422
        assert (await add_files(client, **TICK)).status_code == 303
        assert (await _send(client)).headers["location"].endswith("/bevestiging")


async def test_a_wrong_file_is_named_and_the_right_one_beside_it_is_kept(client_for: ClientFor) -> None:
    async with client_for("intake") as client:
        await start_report(client)
        answer = await add_files(
            client, ("a.pdf", a_pdf()), ("b.pdf", b"<html>"), ("c.pdf", a_pdf(password="x")), **TICK
        )
    assert answer.status_code == 422
    assert "‘b.pdf’: Dit soort bestand kan niet. Kies PDF, Word, JPG of PNG" in answer.text
    assert "‘c.pdf’: Er zit een wachtwoord of slot op dit bestand" in answer.text
    assert "Toegevoegd: 1 van 5" in answer.text


async def test_a_file_over_ten_megabytes_is_refused_before_it_is_opened(
    client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never(_content: bytes) -> None:
        raise AssertionError("opened")

    monkeypatch.setattr(receiving, "clean_apart", never)
    async with client_for("intake") as client:
        await start_report(client)
        answer = await add_files(client, ("groot.pdf", b"%PDF-" + bytes(10_000_000)), **TICK)
    assert "‘groot.pdf’: Dit bestand is te groot. Kies een bestand tot 10 MB" in answer.text


async def test_nothing_chosen_asks_for_a_file(client_for: ClientFor) -> None:
    async with client_for("intake") as client:
        await start_report(client)
        answer = await add_files(client, **TICK)
    assert answer.status_code == 422
    assert answer.text.count("Kies eerst een bestand") >= 2


async def test_five_files_and_no_more(client_for: ClientFor, databases: Databases) -> None:
    files = [(f"{number}.jpg", a_photo(size=(40 + number, 30))) for number in range(7)]
    async with client_for("intake") as client:
        await start_report(client)
        answer = await add_files(client, *files, **TICK)
        assert "Er kunnen hoogstens 5 bestanden bij" in answer.text
        full = (await client.get(PAGE)).text
        assert "Toegevoegd: 5 van 5" in full
        assert 'type="file"' not in full
    assert await _count(databases("intake"), Attachment) == 5
    async with databases("intake").transaction() as session:
        pieces = await session.scalar(select(func.count(func.distinct(attachment_pieces.c.attachment_id))))
    assert pieces == 5


async def test_the_same_file_again_is_no_second_one(client_for: ClientFor, databases: Databases) -> None:
    async with client_for("intake") as client:
        await start_report(client)
        for _ in range(2):
            assert (await add_files(client, ("a.png", a_screenshot()), **TICK)).status_code == 303
    assert await _count(databases("intake"), Attachment) == 1


async def test_a_file_is_taken_out_again_with_its_content(client_for: ClientFor, databases: Databases) -> None:
    async with client_for("intake") as client:
        await start_report(client)
        await add_files(client, ("a.png", a_screenshot()), **TICK)
        async with databases("intake").transaction() as session:
            (attachment_id,) = (await session.scalars(select(col(Attachment.id)))).all()
        for _ in range(2):
            answer = await post_form(client, f"{PAGE}/{attachment_id}/weg", {"naar": "controle"}, page="/melden/4")
            assert answer.headers["location"] == f"{PAGE}?naar=controle"
    assert await _count(databases("intake"), Attachment) == 0
    assert await _count(databases("intake"), attachment_pieces) == 0


async def test_nobody_takes_out_or_sees_the_file_of_another_draft(client_for: ClientFor, databases: Databases) -> None:
    async with client_for("intake") as client, client_for("intake") as stranger:
        await start_report(client)
        await add_files(client, ("a.png", a_screenshot()), **TICK)
        await start_report(stranger)
        async with databases("intake").transaction() as session:
            (attachment_id,) = (await session.scalars(select(col(Attachment.id)))).all()
        await post_form(stranger, f"{PAGE}/{attachment_id}/weg", {}, page="/melden/4")
        assert "Bijlage 1" not in (await stranger.get(PAGE)).text
    assert await _count(databases("intake"), Attachment) == 1


async def test_going_to_the_files_keeps_what_was_typed_and_the_way_back(client_for: ClientFor) -> None:
    async with client_for("intake") as client:
        await start_report(client)
        answer = await post_form(client, "/melden/4", {"naam": "Half ing", "actie": "bestanden", "naar": "controle"})
        assert answer.headers["location"] == f"{PAGE}?naar=gegevens"
        assert 'href="/melden/4?naar=controle"' in (await client.get(answer.headers["location"])).text
        assert 'value="Half ing"' in (await client.get("/melden/4")).text


async def test_without_a_draft_or_after_sending_there_is_no_page_for_files(client_for: ClientFor) -> None:
    async with client_for("intake") as client:
        assert (await client.get(PAGE)).status_code == 410
        await start_report(client)
        await _send(client)
        assert (await client.get(PAGE)).headers["location"].endswith("/bevestiging")


async def test_a_form_with_files_needs_its_token(client_for: ClientFor, databases: Databases) -> None:
    async with client_for("intake") as client:
        await start_report(client)
        files = [("bestanden", ("a.png", a_screenshot(), "image/png"))]
        answer = await client.post(PAGE, data={**TICK, "csrf_token": "x"}, files=files, headers={"Origin": ORIGIN})
    assert answer.status_code == 403
    assert await _count(databases("intake"), Attachment) == 0


async def test_when_there_is_no_room_a_report_goes_on_without_files(
    client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INTAKE_WAITING_ATTACHMENTS_MB", "0")
    async with client_for("intake") as client:
        await start_report(client)
        answer = await add_files(client, ("a.png", a_screenshot()), **TICK)
        assert "We kunnen nu geen bestanden aannemen" in answer.text
        assert (await _send(client)).headers["location"].endswith("/bevestiging")


async def test_a_member_downloads_a_file_that_no_browser_runs_and_that_is_written_down(
    client_for: ClientFor, databases: Databases
) -> None:
    async with client_for("intake") as client:
        await start_report(client)
        await add_files(client, ("a.pdf", a_pdf()), **TICK)
        await _send(client)
        report = await _report(databases("intake"))
        address = f"/team/meldingen/{report.id}/bijlagen/{report.content['attachments'][0]['id']}"
        assert (await client.get(address)).status_code == 303
        await sign_in_as(client, [databases("intake")])
        answer = await client.get(address)
    assert answer.content.startswith(b"%PDF-")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == f'attachment; filename="{report.reference}-bijlage-1.pdf"'
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"].startswith("sandbox;")
    assert answer.headers["cache-control"] == "no-store"
    async with databases("intake").transaction() as session:
        view = (await session.scalars(select(PersonalDataView))).one()
    assert (view.report_id, str(view.attachment_id)) == (report.id, report.content["attachments"][0]["id"])


async def test_a_reader_opens_no_files(client_for: ClientFor, databases: Databases) -> None:
    async with client_for("intake") as client:
        await start_report(client)
        await add_files(client, ("a.pdf", a_pdf()), **TICK)
        await _send(client)
        report = await _report(databases("intake"))
        await sign_in_as(client, [databases("intake")], Role.READER)
        answer = await client.get(f"/team/meldingen/{report.id}/bijlagen/{report.content['attachments'][0]['id']}")
    assert answer.status_code == 403
    assert await _count(databases("intake"), PersonalDataView) == 0
