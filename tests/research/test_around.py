"""Who is around a rule, what has to be done, and how a rule could give: by people who work on it at the same time."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from uuid import UUID

import httpx
import pytest

from services.research.repository.tasks import open_tasks_of
from services.research.subscribers import facts
from shared import clock
from shared.contracts.vocabulary import Role
from shared.database import Database
from shared.ids import new_id
from shared.staff.member import Member
from tests.browserlike import post_form, sign_in_as
from tests.facts import deliver
from tests.pages import words_of
from tests.research.facts_heard import Databases, a_party_listed, opened_dossier

HERE = "/team/dossiers/D-26-001"
HIT = a_party_listed()
ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
SUPPLIER = {"organisation": "De leverancier", "role": "Maakt de regel", "influence": "2", "stance": "doubts"}


@pytest.fixture
def research(databases: Databases) -> Database:
    return databases("research")


@pytest.fixture
async def client(client_for: ClientFor, research: Database) -> AsyncIterator[httpx.AsyncClient]:
    with clock.frozen(datetime(2026, 11, 20, 11, 0, tzinfo=UTC)):
        async with client_for("research") as opened:
            await opened_dossier(research)
            await deliver(research, facts, HIT)
            yield opened


@pytest.fixture
async def mo(client: httpx.AsyncClient, research: Database) -> Member:
    return await sign_in_as(client, [research], name="Mo Yilmaz")


async def save(client: httpx.AsyncClient, part: str, **fields: str | list[str]) -> httpx.Response:
    return await post_form(client, f"{HERE}/{part}", fields, page=HERE)


async def page(client: httpx.AsyncClient) -> str:
    return words_of((await client.get(HERE)).text)


async def added(client: httpx.AsyncClient, part: str, **fields: str) -> UUID:
    entry = new_id()
    answer = await save(client, f"{part}/{entry}/nieuw", **fields)
    assert answer.status_code == 303, answer.text
    return entry


async def test_a_dossier_has_a_theme_and_somebody_who_pulls_it(client: httpx.AsyncClient, mo: Member) -> None:
    core = {"version": "0", "question": "Wie wil dit?", "theme": "medication", "lead_id": str(mo.id)}
    assert (await save(client, "kern", **core)).status_code == 303
    text = await page(client)
    for shown in ("Thema Medicatie en recept", "Trekker Mo Yilmaz", "Schreef als vraag: Wie wil dit?"):
        assert shown in text
    assert "Paste aan: het thema, wie het trekt." in text
    stranger = await save(client, "kern", **{**core, "version": "1", "lead_id": str(new_id())})
    assert stranger.status_code == 422
    assert "Kies iemand van het team uit de lijst" in stranger.text


async def test_a_rule_can_give_in_seven_ways(client: httpx.AsyncClient, mo: Member) -> None:
    ways = {"rule_strategies": ["", "trust", "stretch_time"]}
    await save(client, "regel", version="0", rule_alternative="Een keer per vijf jaar.", **ways)
    assert "Soort oplossing Hart verruimen, Tijd rekken" in await page(client)
    await save(client, "regel", version="1", rule_strategies="")
    assert "Soort oplossing Niet ingevuld" in await page(client)


async def test_a_source_says_who_keeps_it_and_how_long_it_holds(client: httpx.AsyncClient, mo: Member) -> None:
    source = {
        "recorded_in": "policy_or_contract", "place": "Inkoopbeleid 2024", "holder": "Zorgverzekeraar De Brug",
        "valid_from": "2024-01-01", "valid_until": "2025-12-31", "checked_on": "2026-11-01",
    }  # fmt: skip
    await added(client, "vastlegging", **source)
    text = await page(client)
    assert "Van Zorgverzekeraar De Brug · Geldig vanaf 1 januari 2024, tot en met 31 december 2025" in text
    assert "Geldt niet meer" in text
    wrong = await save(client, f"vastlegging/{new_id()}/nieuw", **{**source, "valid_until": "2023-12-31"})
    assert wrong.text.count("Deze dag ligt voor de dag waarop het begint te gelden") == 2


async def test_nowhere_recorded_is_shown_large(client: httpx.AsyncClient, mo: Member) -> None:
    await added(
        client, "vastlegging", recorded_in="nowhere_found", place="Gezocht op wetten.nl", checked_on="2026-11-01"
    )
    assert '<p class="verdict">Dit is nergens vastgelegd</p>' in (await client.get(HERE)).text


async def test_an_organisation_stands_on_the_grid_and_moves_with_its_history(
    client: httpx.AsyncClient, mo: Member
) -> None:
    entry = await added(client, "betrokkenen", **SUPPLIER)
    assert '<td class="grid3-doubts"><span>De leverancier</span>' in (await client.get(HERE)).text
    moved = await save(client, f"betrokkenen/{entry}/plaats", version="0", influence="3", stance="with_us")
    assert moved.status_code == 303
    assert '<td class="grid3-with_us"><span>De leverancier</span>' in (await client.get(HERE)).text
    told = "Paste aan: De leverancier (invloed van gemiddeld naar veel, houding van twijfelt naar mee)"
    assert told in await page(client)


async def test_who_moves_one_that_moved_meanwhile_sees_both(client: httpx.AsyncClient, mo: Member) -> None:
    entry = await added(client, "betrokkenen", **SUPPLIER)
    await save(client, f"betrokkenen/{entry}/plaats", version="0", influence="3", stance="with_us")
    late = await save(client, f"betrokkenen/{entry}/plaats", version="0", influence="1", stance="against")
    assert late.status_code == 409
    text = words_of(late.text)
    assert "Mo Yilmaz paste dit net aan" in text
    assert "Invloed Veel" in text and "Houding Mee" in text
    assert 'value="against" checked' in late.text and 'value="Maakt de regel"' in late.text


async def test_an_organisation_of_the_list_goes_by_its_name_there(client: httpx.AsyncClient, mo: Member) -> None:
    listed = {**SUPPLIER, "organisation": "", "party_id": str(HIT.party_id), "stance": "unknown"}
    await added(client, "betrokkenen", **listed)
    assert f"weten we niet hoe zij erover denken: {HIT.name} (gemiddeld invloed)" in await page(client)
    unknown = await save(client, f"betrokkenen/{new_id()}/nieuw", **{**listed, "party_id": str(new_id())})
    assert unknown.status_code == 422
    nameless = await save(client, f"betrokkenen/{new_id()}/nieuw", **{**listed, "party_id": ""})
    assert "Kies een organisatie, of schrijf eronder hoe zij heet" in nameless.text


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("influence", "4", "Kies hoeveel invloed zij hebben"),
        ("stance", "", "Kies hoe zij erover denken"),
        ("email", "geen adres", "Dit is geen e-mailadres"),
        ("last_contact_on", "2030-01-01", "Deze dag moet nog komen"),
    ],
)
async def test_a_wrong_field_gets_its_sentence(
    client: httpx.AsyncClient, mo: Member, field: str, value: str, sentence: str
) -> None:
    answer = await save(client, f"betrokkenen/{new_id()}/nieuw", **{**SUPPLIER, field: value})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Maakt de regel" in answer.text


async def test_a_task_is_late_the_day_after_and_done_once(
    client: httpx.AsyncClient, mo: Member, research: Database
) -> None:
    task = {"what": "Bel de leverancier", "owner_id": str(mo.id)}
    late = await added(client, "taken", **task, due_on="2026-11-19")
    await added(client, "taken", **{**task, "what": "Lees de polis"}, due_on="2026-11-20")
    text = await page(client)
    assert "Mo Yilmaz Te laat: 19 november" in text
    assert "Mo Yilmaz Voor 20 november" in text
    async with research.transaction() as session:
        mine = [(task.what, dossier.reference) for task, dossier in await open_tasks_of(session, mo.id)]
    assert mine == [("Bel de leverancier", "D-26-001"), ("Lees de polis", "D-26-001")]
    for _ in range(2):
        await save(client, f"taken/{late}/klaar")
    assert (await page(client)).count("Klaar: Bel de leverancier") == 1
    async with research.transaction() as session:
        assert [task.what for task, _ in await open_tasks_of(session, mo.id)] == ["Lees de polis"]
    await save(client, f"taken/{late}/open")
    assert "Toch niet klaar: Bel de leverancier" in await page(client)


async def test_a_task_of_nobody_is_refused(client: httpx.AsyncClient, mo: Member) -> None:
    task = {"what": "Bel", "owner_id": str(new_id()), "due_on": "2026-11-20"}
    answer = await save(client, f"taken/{new_id()}/nieuw", **task)
    assert answer.status_code == 422
    assert "Kies iemand van het team uit de lijst" in answer.text


async def test_a_reader_sees_who_stands_where_and_moves_nobody(
    client: httpx.AsyncClient, mo: Member, research: Database
) -> None:
    entry = await added(client, "betrokkenen", **SUPPLIER)
    await sign_in_as(client, [research], Role.READER)
    text = await page(client)
    assert "Invloed: gemiddeld. Houding: twijfelt." in text
    assert "Verplaats" not in text
    answer = await save(client, f"betrokkenen/{entry}/plaats", version="0", influence="3", stance="with_us")
    assert answer.status_code == 403


async def test_a_promise_is_kept_or_broken(client: httpx.AsyncClient, mo: Member) -> None:
    promise = {"promised_by": "De Brug", "promise": "Past het formulier aan.", "promised_for": "2026-11-19"}
    entry = await added(client, "toezeggingen", **promise)
    assert "De Brug Te laat: 19 november" in await page(client)
    kept = await post_form(client, f"{HERE}/toezeggingen/{entry}", {**promise, "version": "0", "kept": "kept"})
    assert kept.status_code == 303
    assert "De Brug Nagekomen" in await page(client)
