"""The report as a PDF, read back as others read it."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
import pytest
from pypdf import PdfReader

from services.intake.handlers.erasing import erase
from services.intake.pdf import making
from services.intake.subscribers import facts
from shared.contracts.vocabulary import EraseReason
from shared.database import Database
from tests.facts import deliver
from tests.intake.sent_report import a_notice_of, a_sent_report

ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
CODE = '#panic("ai") $x$ *vet* _schuin_ = Kop #read("/etc/passwd") // weg \\ <label> @ref `code` [haak] #{1+1}'


@pytest.fixture
def intake(databases: Callable[[str], Database]) -> Database:
    return databases("intake")


@pytest.fixture
async def client(client_for: ClientFor) -> AsyncIterator[httpx.AsyncClient]:
    async with client_for("intake") as opened:
        yield opened


async def _saved(client: httpx.AsyncClient, address: str) -> PdfReader:
    answer = await client.get(f"{address}/pdf")
    assert answer.headers["content-type"] == "application/pdf", answer.text
    return PdfReader(BytesIO(answer.content))


def _words(document: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in document.pages).split())


async def test_it_says_what_the_page_says(client: httpx.AsyncClient, intake: Database) -> None:
    report_id, address = await a_sent_report(client, intake)
    await deliver(intake, facts, a_notice_of(report_id))
    words = _words(await _saved(client, address))
    for told in (
        "Melding RW-26-0001", "Elk jaar opnieuw machtiging", "In onderzoek", "Zorgverzekeraar", "ongeveer 1 uur",
        "De leverancier vraagt elk jaar een nieuwe machtiging", "We zoeken uit waar de regel staat.",
        "Je hebt de melding verstuurd", "Wat er nog komt", "pagina 1 van",
    ):  # fmt: skip
        assert told.lower() in words.lower(), told


async def test_it_is_dutch_tagged_and_titled_for_who_hears_it(client: httpx.AsyncClient, intake: Database) -> None:
    _, address = await a_sent_report(client, intake)
    document = await _saved(client, address)
    root: Any = document.trailer["/Root"]
    assert root["/Lang"].lower().startswith("nl")
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert document.metadata
    assert document.metadata.title == "Elk jaar opnieuw machtiging (RW-26-0001)"
    assert "pdfuaid:part>1" in str(document.xmp_metadata and document.xmp_metadata.stream.get_data())


async def test_all_fonts_come_along(client: httpx.AsyncClient, intake: Database) -> None:
    _, address = await a_sent_report(client, intake)
    pages: Any = (await _saved(client, address)).pages
    fonts = [font.get_object() for page in pages for font in page["/Resources"]["/Font"].values()]
    names = {str(font["/BaseFont"]).partition("+")[2] for font in fonts}
    assert names
    assert all(name.startswith("AtkinsonHyperlegibleNext") for name in names), names


async def test_what_somebody_typed_is_never_code(client: httpx.AsyncClient, intake: Database) -> None:
    _, address = await a_sent_report(client, intake, titel=CODE[:80], verhaal=CODE, wens=CODE)
    words = _words(await _saved(client, address))
    assert words.replace(" ", "").count(CODE.replace(" ", "")) == 2


async def test_lines_and_strange_signs_survive(client: httpx.AsyncClient, intake: Database) -> None:
    story = "Eerste regel is dit.\n\nDerde regel: é ñ ő Ω 😀 \u202e ‘citaat’ 漢字"
    _, address = await a_sent_report(client, intake, verhaal=story)
    words = _words(await _saved(client, address))
    assert "Eerste regel is dit. Derde regel" in words


async def test_the_secret_link_is_not_in_it(client: httpx.AsyncClient, intake: Database) -> None:
    _, address = await a_sent_report(client, intake)
    answer = await client.get(f"{address}/pdf")
    assert answer.headers["content-disposition"] == 'attachment; filename="melding-RW-26-0001.pdf"'
    assert answer.headers["cache-control"] == "no-store"
    assert address.rpartition("/")[2] not in _words(PdfReader(BytesIO(answer.content)))


async def test_it_is_made_beside_the_event_loop_and_not_for_ever(
    client: httpx.AsyncClient, intake: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, address = await a_sent_report(client, intake)
    released = asyncio.Event()
    loop = asyncio.get_running_loop()

    def hang(_content: str) -> bytes:
        asyncio.run_coroutine_threadsafe(released.wait(), loop).result(5)
        return b""

    monkeypatch.setattr(making, "make", hang)
    monkeypatch.setattr(making, "MOST_SECONDS", 0.2)
    asked = asyncio.create_task(client.get(f"{address}/pdf"))
    assert (await client.get(address)).status_code == 200
    answer = await asked
    released.set()
    assert answer.status_code == 503
    assert "Retry-After" in answer.headers


async def test_an_erased_report_gives_none(client: httpx.AsyncClient, intake: Database) -> None:
    report_id, address = await a_sent_report(client, intake)
    async with intake.transaction() as session:
        await erase(session, report_id, EraseReason.REQUESTED, "Melder")
    assert (await client.get(f"{address}/pdf")).status_code == 410


def test_a_long_report_runs_over_several_pages() -> None:
    long = [{"when": "1 december", "title": f"Stap {number}", "text": "Woord " * 200} for number in range(20)]
    content = {
        "reference": "RW-26-0001", "title": "Lang", "made_on": "1 december", "facts": [("Stand", "Binnen")],
        "question": "", "told": [("Verhaal", "Woord " * 300)], "happened": long, "to_come": [],
    }  # fmt: skip
    assert len(PdfReader(BytesIO(making.make(json.dumps(content)))).pages) > 5


def test_the_fonts_are_in_the_package() -> None:
    assert {path.suffix for path in (Path(making.__file__).parent / "fonts").iterdir()} == {".ttf"}
