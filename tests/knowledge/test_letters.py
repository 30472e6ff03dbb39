"""An item may have an example letter: to read, and to save as a Word document that a practice fills in."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from io import BytesIO

import httpx
from docx import Document
from docx.enum.text import WD_COLOR_INDEX

from deploy.seed.files import catalogue
from services.knowledge.handlers import import_catalogue
from services.knowledge.letters import TYPE
from shared.attachments.word import clean
from shared.contracts.knowledge import ItemPublishedV1
from shared.database import Database
from tests.facts import said
from tests.knowledge.catalogues import a_catalogue, an_entry

ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
Databases = Callable[[str], Database]
LETTER = """[Naam van je praktijk]
[Plaats]

Geachte heer of mevrouw,

Zolang de behandeling loopt, is een nieuwe verwijzing <niet> nodig & dat is zo afgesproken."""
FILE = "/kennis/R01/brief.docx"


async def _imported(databases: Databases, *, demo: bool = True, **changes: object) -> Database:
    knowledge = databases("knowledge")
    async with knowledge.transaction() as session:
        await import_catalogue(session, a_catalogue(an_entry(**{"letter": LETTER} | changes)), demo=demo)
    return knowledge


async def test_the_letter_is_on_the_page_and_in_a_word_document(client_for: ClientFor, databases: Databases) -> None:
    knowledge = await _imported(databases)
    async with client_for("knowledge", demo=True) as client:
        page, file = await client.get("/kennis/R01"), await client.get(FILE)
    assert f'href="{FILE}"' in page.text
    assert "is een nieuwe verwijzing &lt;niet&gt; nodig &amp; dat" in page.text
    assert (file.status_code, file.headers["content-type"]) == (200, TYPE)
    assert file.headers["content-disposition"] == 'attachment; filename="voorbeeldbrief-R01.docx"'
    document = Document(BytesIO(file.content))
    assert "\n\n".join(paragraph.text for paragraph in document.paragraphs) == LETTER
    marked = [run.text for run in document.paragraphs[0].runs if run.font.highlight_color == WD_COLOR_INDEX.YELLOW]
    assert marked == ["[Naam van je praktijk]", "[Plaats]"]
    assert (document.core_properties.author, document.core_properties.language) == ("", "nl-NL")
    (published,) = [fact for fact in await said(knowledge) if isinstance(fact, ItemPublishedV1)]
    assert published.has_letter


async def test_without_a_letter_there_is_nothing_to_save(client_for: ClientFor, databases: Databases) -> None:
    await _imported(databases, letter=None)
    async with client_for("knowledge", demo=True) as client:
        page, file = await client.get("/kennis/R01"), await client.get(FILE)
    assert "Voorbeeldbrief" not in page.text
    assert file.status_code == 404


async def test_a_letter_of_what_nobody_checked_or_lapsed_is_not_given_out(
    client_for: ClientFor, databases: Databases
) -> None:
    await _imported(databases, demo=False)
    async with client_for("knowledge") as client:
        draft = await client.get(FILE)
    expired = an_entry()["agreement"] | {"status": "expired"}
    await _imported(databases, agreement=expired)
    async with client_for("knowledge", demo=True) as client:
        lapsed = await client.get(FILE)
    assert (draft.status_code, lapsed.status_code) == (404, 404)


def test_the_letters_we_start_with_are_for_outsiders_and_name_no_patient() -> None:
    letters = [item.letter for item in catalogue().items if item.letter]
    assert len(letters) == 3
    for letter in letters:
        assert letter.startswith("[Naam van je praktijk]")
        assert "Geachte heer of mevrouw," in letter
        assert " je " not in letter.replace("[Naam van je praktijk]", "")


async def test_what_we_give_out_may_come_back_as_an_attachment(client_for: ClientFor, databases: Databases) -> None:
    await _imported(databases)
    async with client_for("knowledge", demo=True) as client:
        file = await client.get(FILE)
    assert Document(BytesIO(clean(file.content))).paragraphs
