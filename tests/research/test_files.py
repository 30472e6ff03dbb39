"""Files with a source: put there, opened, erased; they go where their source goes."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import func, select

from deploy.erasure import replay
from services.research.domain import ErasedBecause
from services.research.erasure_list import ListedFile
from services.research.handlers import files
from services.research.jobs import forget_files, keep_erasure_list
from services.research.tables import EvidenceFile
from shared import clock
from shared.attachments.tables import attachment_pieces
from shared.contracts.vocabulary import Role
from shared.database import Database
from shared.erasure_list import add_to_list, read_lines
from shared.ids import new_id
from shared.messaging.jobs import JobContext
from tests.browserlike import ORIGIN, TOKEN, post_form, settings_for_tests, sign_in_as
from tests.pages import link_to, words_of
from tests.research.facts_heard import Databases, opened_dossier
from tests.sent_files import AUTHOR, a_letter, a_pdf, a_photo

DOSSIER = "/team/dossiers/D-26-001"
NOW = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)
LETTER = {
    "called": "Brief over de machtiging", "evidence_kind": "document", "reliability": "first_hand",
    "from_whom": "Zorgverzekeraar De Brug", "dated_on": "2026-11-03",
}  # fmt: skip
ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]


@pytest.fixture
def research(databases: Databases) -> Database:
    return databases("research")


@pytest.fixture
async def client(client_for: ClientFor, research: Database) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody who researches, with a dossier that has a source."""
    with clock.frozen(NOW):
        await opened_dossier(research)
        async with client_for("research") as opened:
            await sign_in_as(opened, [research], name="Mo Yilmaz")
            await post_form(opened, f"{DOSSIER}/bronnen/{new_id()}/nieuw", LETTER, page=DOSSIER)
            yield opened


async def page_of_files(client: httpx.AsyncClient) -> str:
    return link_to((await client.get(DOSSIER)).text, f"{DOSSIER}/bronnen/[0-9a-f-]+/bestanden")


async def add(client: httpx.AsyncClient, page: str, *chosen: tuple[str, bytes], tick: bool = True) -> httpx.Response:
    """Post the page of files. Every type is said to be HTML."""
    found = TOKEN.search((await client.get(DOSSIER)).text)
    assert found
    data = {"csrf_token": found.group(1)} | ({"no_patient": "ja"} if tick else {})
    sent = [("bestanden", (name, content, "text/html")) for name, content in chosen]
    return await client.post(page, data=data, files=sent or [("x", ("", b""))], headers={"Origin": ORIGIN})


async def kept(research: Database) -> tuple[int, int]:
    """How many files there are, and how many of them have content."""
    pieces = select(func.count(func.distinct(attachment_pieces.c.attachment_id)))
    async with research.transaction() as session:
        there = await session.scalar(select(func.count()).select_from(EvidenceFile))
        return int(there or 0), int(await session.scalar(pieces) or 0)


async def file_in(client: httpx.AsyncClient, page: str) -> str:
    return link_to((await client.get(DOSSIER)).text, f"{page}/[0-9a-f-]+")


async def test_a_file_stands_with_its_source_and_is_handed_out_without_what_nobody_sees(
    client: httpx.AsyncClient, research: Database
) -> None:
    page = await page_of_files(client)
    done = await add(client, page, ("Brief machtiging.pdf", a_pdf()), ("brief.docx", a_letter()))
    assert (done.status_code, done.headers["location"]) == (303, page)
    shown = words_of((await client.get(DOSSIER)).text)
    assert "Van Zorgverzekeraar De Brug" in shown
    assert "Bijlage 1 (PDF, " in shown and "Brief machtiging.pdf" in shown and "Bijlage 2 (Word, " in shown
    assert "Voegde bijlage 1, 2 toe bij: Brief over de machtiging" in shown
    for _ in range(2):
        file = await client.get(await file_in(client, page))
    assert file.content.startswith(b"%PDF-") and AUTHOR.encode() not in file.content
    assert file.headers["content-disposition"] == 'attachment; filename="D-26-001-bijlage-1.pdf"'
    assert "sandbox" in file.headers["content-security-policy"]
    assert words_of((await client.get(DOSSIER)).text).count("Opende bijlage 1 bij: Brief over de machtiging") == 1
    assert await kept(research) == (2, 2)


async def test_the_same_file_twice_and_at_once_is_one(client: httpx.AsyncClient, research: Database) -> None:
    page = await page_of_files(client)
    answers = await asyncio.gather(*(add(client, page, ("a.jpg", a_photo())) for _ in range(2)))
    answers.append(await add(client, page, ("nog eens.jpg", a_photo())))
    assert {answer.status_code for answer in answers} == {303}
    assert await kept(research) == (1, 1)


async def test_what_is_wrong_is_said_and_what_is_right_is_kept(client: httpx.AsyncClient, research: Database) -> None:
    page = await page_of_files(client)
    unticked = await add(client, page, ("a.jpg", a_photo()), tick=False)
    assert unticked.status_code == 422 and "Kies je bestand daarna opnieuw" in unticked.text
    assert "Kies eerst een bestand" in (await add(client, page)).text
    assert await kept(research) == (0, 0)
    mixed = await add(client, page, ("b.pdf", b"<html>"), ("c.jpg", a_photo()))
    assert "‘b.pdf’: Dit soort bestand kan niet. Kies PDF, Word, JPG of PNG" in mixed.text
    photos = [(f"{number}.jpg", a_photo(size=(90 + number, 40))) for number in range(5)]
    assert "Er kunnen hoogstens 5 bestanden bij" in (await add(client, page, *photos)).text
    assert 'type="file"' not in (await client.get(page)).text
    assert await kept(research) == (5, 5)


async def test_erased_it_is_gone_for_good_and_its_number_does_not_come_back(
    client: httpx.AsyncClient, research: Database
) -> None:
    page = await page_of_files(client)
    await add(client, page, ("a.jpg", a_photo()))
    file = await file_in(client, page)
    asked = (await client.get(f"{file}/wissen")).text
    assert "Wil je deze bijlage voorgoed wissen?" in asked and "lijst van wissingen" not in asked
    nothing = await post_form(client, f"{file}/wissen", {})
    assert nothing.status_code == 422 and "Kies waarom dit bestand weg moet" in nothing.text
    for said in ("Het bestand is gewist.", "Dit bestand was al weg."):
        done = await post_form(client, f"{file}/wissen", {"why": "patient"}, page=DOSSIER)
        assert said in (await client.get(done.headers["location"])).text
    assert [(await client.get(address)).status_code for address in (file, f"{file}/wissen")] == [410, 410]
    assert await kept(research) == (0, 0)
    await add(client, page, ("a.jpg", a_photo()))
    shown = words_of((await client.get(DOSSIER)).text)
    assert "Wiste bijlage 1 bij: Brief over de machtiging Er stond een patiënt in." in shown
    assert "Bijlage 2 (JPG, " in shown and "Bijlage 1 (" not in shown


async def test_with_a_source_that_was_removed_its_files_go_after_a_month(
    client: httpx.AsyncClient, research: Database
) -> None:
    page, context = await page_of_files(client), JobContext(research, settings_for_tests())
    await add(client, page, ("a.jpg", a_photo()))
    file, source = await file_in(client, page), page.removesuffix("/bestanden")
    await post_form(client, f"{source}/weg", {}, page=DOSSIER)
    assert [(await client.get(address)).status_code for address in (file, page)] == [404, 404]
    assert (await add(client, page, ("b.pdf", a_pdf()))).status_code == 404
    with clock.frozen(NOW + timedelta(days=29)):
        await forget_files(context)
        await sign_in_as(client, [research], name="Mo Yilmaz")
        await post_form(client, f"{source}/terug", {}, page=DOSSIER)
        assert (await client.get(file)).status_code == 200
        await post_form(client, f"{source}/weg", {}, page=DOSSIER)
    with clock.frozen(NOW + timedelta(days=60)):
        await forget_files(context)
    assert await kept(research) == (0, 0)


async def test_after_a_merge_the_file_is_where_its_source_is(client: httpx.AsyncClient, research: Database) -> None:
    page = await page_of_files(client)
    await add(client, page, ("a.jpg", a_photo()))
    file, into = await file_in(client, page), await opened_dossier(research)
    fields = {"into_id": str(into), "merge_because": "Het is dezelfde machtiging."}
    merged = await post_form(client, f"{DOSSIER}/samenvoegen", fields, page=DOSSIER)
    assert merged.status_code == 303
    assert (await client.get(file)).status_code == 200
    elsewhere = file.replace("D-26-001", "D-26-002")
    assert (await client.get(elsewhere)).status_code == 404


async def test_who_reads_opens_a_file_and_changes_nothing(client: httpx.AsyncClient, research: Database) -> None:
    page = await page_of_files(client)
    await add(client, page, ("a.jpg", a_photo()))
    file = await file_in(client, page)
    await sign_in_as(client, [research], Role.READER)
    assert (await client.get(file)).status_code == 200
    assert [(await client.get(address)).status_code for address in (page, f"{file}/wissen")] == [403, 403]
    assert (await add(client, page, ("b.pdf", a_pdf()))).status_code == 403
    assert (await post_form(client, f"{file}/wissen", {"why": "patient"}, page=DOSSIER)).status_code == 403
    client.cookies.clear()
    assert (await client.get(file)).status_code in (303, 401)
    assert await kept(research) == (1, 1)


@pytest.mark.parametrize("how", ["by the worker", "after a restore"])
async def test_the_list_erases_again_what_a_backup_still_has(
    client: httpx.AsyncClient, research: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    database_url: str, how: str,
) -> None:  # fmt: skip
    path, context = tmp_path / "erasures.jsonl", JobContext(research, settings_for_tests())
    monkeypatch.setenv("RESEARCH_ERASURE_LIST", str(path))
    page = await page_of_files(client)
    await add(client, page, ("a.jpg", a_photo()))
    async with research.transaction() as session:
        file = (await session.scalars(select(EvidenceFile))).one()
        why = ErasedBecause.PATIENT
        await files.erase(session, "D-26-001", file.evidence_id, file.id, why, "Mo Yilmaz")
        (listed,) = await files.not_in(session, [])
        await session.rollback()
    never_came_in = ListedFile(file_id=new_id(), dossier_id=new_id(), erased_at=NOW)
    add_to_list(path, [listed, never_came_in])
    assert await kept(research) == (1, 1)
    for _ in range(2):
        if how == "after a restore":
            assert await replay(database_url, path) == 2
        else:
            await keep_erasure_list(context)
    assert await kept(research) == (0, 0)
    assert read_lines(path, ListedFile) == [listed, never_came_in]
    shown = words_of((await client.get(DOSSIER)).text)
    assert shown.count("Lijst van wissingen") == 1 and "Wiste bijlage 1" in shown


async def test_what_is_erased_here_comes_on_the_list(
    client: httpx.AsyncClient, research: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, context = tmp_path / "erasures.jsonl", JobContext(research, settings_for_tests())
    monkeypatch.setenv("RESEARCH_ERASURE_LIST", str(path))
    page = await page_of_files(client)
    await add(client, page, ("a.jpg", a_photo()))
    file = await file_in(client, page)
    await post_form(client, f"{file}/wissen", {"why": "wrong_file"}, page=DOSSIER)
    for _ in range(2):
        await keep_erasure_list(context)
    assert [str(one.file_id) for one in read_lines(path, ListedFile)] == [file.rpartition("/")[2]]
