from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager

import httpx
import pytest

from services.knowledge import handlers
from shared.contracts.knowledge import ItemPublishedV1
from shared.contracts.vocabulary import Role
from shared.database import Database
from tests.browserlike import post_form, sign_in_as
from tests.facts import said
from tests.knowledge.catalogues import a_catalogue, an_entry

ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
OPEN = an_entry(id="R02", title="Elk jaar een nieuwe verwijzing", checked_on="2026-11-19")
DRAFT = an_entry(
    id="R15",
    title="Medicatie van de specialist blijven herhalen",
    verified=False,
    verified_note="Dit deel is niet gevonden.",
)


@pytest.fixture
async def database(databases: Callable[[str], Database]) -> Database:
    database = databases("knowledge")
    async with database.transaction() as session:
        await handlers.import_catalogue(session, a_catalogue(OPEN, DRAFT), demo=False)
    return database


@pytest.fixture
async def client(database: Database, client_for: ClientFor) -> AsyncIterator[httpx.AsyncClient]:
    async with client_for("knowledge") as client:
        yield client


async def test_the_list_shows_what_was_checked_and_counts_it(client: httpx.AsyncClient) -> None:
    answer = await client.get("/kennis")
    assert answer.status_code == 200
    assert OPEN["title"] in answer.text
    assert "1 onderwerp" in answer.text
    assert DRAFT["title"] not in answer.text


async def test_a_draft_does_not_exist_for_the_public(client: httpx.AsyncClient) -> None:
    answer = await client.get("/kennis/R15")
    assert answer.status_code == 404
    assert "Dit onderwerp kennen we niet" in answer.text
    assert DRAFT["title"] not in answer.text


async def test_an_unknown_code_is_a_helpful_404_inside_the_frame(client: httpx.AsyncClient) -> None:
    answer = await client.get("/kennis/X99")
    assert answer.status_code == 404
    assert 'action="/kennis"' in answer.text
    assert 'href="/melden"' in answer.text


async def test_an_item_page_tells_what_is_agreed_and_where_that_stands(client: httpx.AsyncClient) -> None:
    answer = await client.get("/kennis/r02")
    for text in (
        "De patiënt bespreekt de wens met de eigen specialist.",
        "Regionale werkafspraak second opinion",
        "voorbeeld.example/second-opinion",
        "mei 2024",
        "Werkgroep werkafspraken",
        "<strong>Schatting:</strong> 4 keer per maand, 10 minuten per keer",
        'href="/melden"',
    ):
        assert text in answer.text, text
    assert "https://voorbeeld.example" not in answer.text


async def test_keywords_and_the_work_of_the_team_are_not_public(client: httpx.AsyncClient) -> None:
    answer = await client.get("/kennis/R02")
    for text in ("tweede mening", "Alleen voor het team", "Voorstel voor de eerste reactie"):
        assert text not in answer.text


async def test_a_source_with_a_complete_address_is_a_link(client: httpx.AsyncClient, database: Database) -> None:
    agreement = {"status": "in_force", "source_title": "De afspraak", "source_url_or_host": "https://a.example/1"}
    async with database.transaction() as session:
        entry = OPEN | {"agreement": agreement}
        await handlers.import_catalogue(session, a_catalogue(entry), demo=False)
    assert '<a href="https://a.example/1" rel="noreferrer">De afspraak</a>' in (await client.get("/kennis/R02")).text


async def test_an_estimate_nobody_made_is_not_shown(client: httpx.AsyncClient, database: Database) -> None:
    nothing = {"times_per_month": None, "minutes": None, "basis": "estimate"}
    async with database.transaction() as session:
        await handlers.import_catalogue(session, a_catalogue(OPEN | {"estimate": nothing}), demo=False)
    assert "Hoeveel tijd kost het?" not in (await client.get("/kennis/R02")).text


async def test_the_team_sees_drafts_marked_as_its_own(client: httpx.AsyncClient, database: Database) -> None:
    await sign_in_as(client, [database], Role.READER)
    answer = await client.get("/kennis/R15")
    for text in ("Alleen team", "Nog niet gecontroleerd", "Niet alles gevonden", "Dit deel is niet gevonden."):
        assert text in answer.text, text
    assert "2 onderwerpen" in (await client.get("/kennis")).text


async def test_in_the_demo_drafts_are_public_under_a_banner(database: Database, client_for: ClientFor) -> None:
    async with client_for("knowledge", demo=True) as client:
        listed, shown = await client.get("/kennis"), await client.get("/kennis/R15")
    for answer in (listed, shown):
        assert "Voorbeeldgegevens, nog niet gecontroleerd" in answer.text
        assert DRAFT["title"] in answer.text
        assert "Alleen team" not in answer.text


async def test_a_reader_of_the_team_cannot_check(client: httpx.AsyncClient, database: Database) -> None:
    await sign_in_as(client, [database], Role.RESEARCHER)
    assert "/team/kennis/R15/gecontroleerd" not in (await client.get("/kennis/R15")).text
    answer = await post_form(client, "/team/kennis/R15/gecontroleerd", {"revision": "1"}, page="/kennis/R15")
    assert answer.status_code == 403


async def test_without_sign_in_nobody_can_check(client: httpx.AsyncClient) -> None:
    answer = await client.post("/team/kennis/R15/gecontroleerd", data={"revision": "1"})
    assert answer.status_code in (303, 403)


async def test_an_editor_checks_an_item_and_takes_it_back(client: httpx.AsyncClient, database: Database) -> None:
    await sign_in_as(client, [database], Role.EDITOR)
    checked = await post_form(client, "/team/kennis/R15/gecontroleerd", {"revision": "1"}, page="/kennis/R15")
    assert (checked.status_code, checked.headers["location"]) == (303, "/kennis/R15")
    page = (await client.get("/kennis/R15")).text
    assert "Je controle is opgeslagen." in page
    assert "Sanne de Vries" in page
    await post_form(client, "/team/kennis/R15/niet-gecontroleerd", {"revision": "2"}, page="/kennis/R15")
    facts = [fact for fact in await said(database) if isinstance(fact, ItemPublishedV1) and fact.code == "R15"]
    assert [fact.public for fact in facts] == [False, True, False]


async def test_a_check_of_another_text_is_refused_kindly(client: httpx.AsyncClient, database: Database) -> None:
    await sign_in_as(client, [database], Role.EDITOR)
    answer = await post_form(client, "/team/kennis/R15/gecontroleerd", {"revision": "7"}, page="/kennis/R15")
    assert answer.status_code == 303
    assert "Iemand heeft dit onderwerp net aangepast." in (await client.get("/kennis/R15")).text


async def test_a_broken_form_is_an_error_page(client: httpx.AsyncClient, database: Database) -> None:
    await sign_in_as(client, [database], Role.EDITOR)
    answer = await post_form(client, "/team/kennis/R15/gecontroleerd", {"revision": "x"}, page="/kennis/R15")
    assert answer.status_code == 400
