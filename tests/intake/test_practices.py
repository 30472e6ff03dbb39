"""The practices of the region: a list the team keeps, by which each practice counts once."""

import re
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager

import httpx
import pytest

from services.intake.practice_list import read_list
from shared.contracts.intake import ReportSubmittedV1
from shared.contracts.vocabulary import Role
from shared.database import Database
from shared.web.navigation import PRACTICES as HERE
from tests.browserlike import post_form, sign_in_as
from tests.facts import said
from tests.intake.filled_in import STEP_ANSWERS

ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
MILL = {"agb_code": "01012345", "name": "Huisartsenpraktijk De Molen", "place": "Zeist", "region": "Oost"}
ANSWERS = {name: given for step in STEP_ANSWERS[:4] for name, given in step.items()}
CALLER = "/team/meldingen/nieuw"


@pytest.fixture
def intake(databases: Callable[[str], Database]) -> Database:
    return databases("intake")


@pytest.fixture
async def lead(intake: Database, client_for: ClientFor) -> AsyncIterator[httpx.AsyncClient]:
    async with client_for("intake") as client:
        await sign_in_as(client, [intake], Role.LEAD, "Sanne de Vries")
        yield client


async def add(client: httpx.AsyncClient, **fields: str) -> httpx.Response:
    return await post_form(client, f"{HERE}/nieuw", MILL | fields)


async def report(client: httpx.AsyncClient, key: str, practice: str, agb_code: str = "") -> None:
    """A report of a caller from this practice."""
    sent = await post_form(client, CALLER, ANSWERS | {"sleutel": key, "praktijk": practice, "agbCode": agb_code})
    assert sent.status_code == 303, sent.text


def test_a_list_from_a_spreadsheet_is_read_with_or_without_headings() -> None:
    plain = read_list("01012345\tDe Molen\tZeist\tOost\n1054321\tDe Zolder\t\t\n")
    assert [(one.agb_code, one.name, one.place) for one in plain.practices] == [
        ("01012345", "De Molen", "Zeist"),
        ("01054321", "De Zolder", None),
    ]
    named = read_list('Naam;Regio;AGB-code\n"De Molen; Zeist";Oost;01012345\n')
    assert [(one.agb_code, one.name, one.region) for one in named.practices] == [
        ("01012345", "De Molen; Zeist", "Oost")
    ]


def test_each_line_that_is_wrong_is_named_with_its_number() -> None:
    read = read_list("agb;naam\n01012345;De Molen\nabc;De Zolder\n01054321;\n01012345;Nog een keer\n")
    assert len(read.practices) == 1
    assert read.faults == [
        (3, "de AGB-code moet 8 cijfers hebben"),
        (4, "de naam ontbreekt, of is langer dan 120 tekens"),
        (5, "AGB-code 01012345 staat al eerder in deze lijst"),
    ]


async def test_nothing_is_kept_of_a_list_with_a_mistake_unless_somebody_wants_the_rest(
    lead: httpx.AsyncClient,
) -> None:
    lines = "01012345;De Molen;Zeist;Oost\n12;De Zolder;;\n"
    refused = await post_form(lead, f"{HERE}/lijst", {"lines": lines})
    assert (refused.status_code, "Regel 2: de AGB-code" in refused.text, "De Zolder" in refused.text) == (
        422,
        True,
        True,
    )
    assert "De Molen" not in (await lead.get(HERE)).text
    kept = await post_form(lead, f"{HERE}/lijst", {"lines": lines, "skip": "ja"})
    assert (kept.status_code, kept.headers["location"]) == (303, HERE)
    again = await post_form(lead, f"{HERE}/lijst", {"lines": "01012345;De Nieuwe Molen;Zeist;Oost"})
    assert again.status_code == 303
    shown = (await lead.get(f"{HERE}?q=zeist&regio=Oost")).text
    assert "0 nieuw, 1 gewijzigd, 0 gelijk gebleven" in shown
    assert "De Nieuwe Molen" in shown


async def test_a_practice_is_added_once_changed_with_care_and_retired(lead: httpx.AsyncClient) -> None:
    place = (await add(lead)).headers["location"]
    assert (await add(lead)).headers["location"] == place  # pressed twice
    assert "Deze AGB-code is van Huisartsenpraktijk De Molen" in (await add(lead, name="Een andere")).text
    await post_form(lead, place, MILL | {"place": "Bilthoven", "revision": "1"})
    late = await post_form(lead, place, MILL | {"place": "Doorn", "revision": "1"})
    for text in ("Sanne de Vries paste dit net aan", "Bilthoven", 'value="Doorn"'):
        assert text in late.text
    assert "plaats: Zeist → Bilthoven" in (await lead.get(place)).text
    assert (await post_form(lead, f"{place}/van-de-lijst", {}, page=place)).status_code == 303
    assert place not in (await lead.get(HERE)).text
    assert (await post_form(lead, f"{place}/terug", {}, page=place)).status_code == 303
    assert place in (await lead.get(HERE)).text


async def test_a_listed_practice_counts_once_and_brings_its_region_and_others_may_report_too(
    lead: httpx.AsyncClient, intake: Database
) -> None:
    await add(lead)
    assert '<option value="Huisartsenpraktijk De Molen">' in (await lead.get(CALLER)).text
    await report(lead, "een", "huisartsenpraktijk de molen")
    await report(lead, "twee", "De Molen", "01012345")
    await report(lead, "drie", "Een praktijk van elders")
    by_name, by_code, other = [fact for fact in await said(intake) if isinstance(fact, ReportSubmittedV1)]
    assert (by_name.region, by_code.region, other.region) == ("Oost", "Oost", None)
    assert by_name.practice_id == by_code.practice_id != other.practice_id


async def test_a_name_that_two_practices_have_says_nothing(lead: httpx.AsyncClient, intake: Database) -> None:
    await add(lead)
    await add(lead, agb_code="01099999", region="West")
    await report(lead, "een", MILL["name"])
    (fact,) = [fact for fact in await said(intake) if isinstance(fact, ReportSubmittedV1)]
    assert fact.region is None


async def test_others_may_not(intake: Database, client_for: ClientFor) -> None:
    async with client_for("intake") as client:
        await sign_in_as(client, [intake], Role.RESEARCHER)
        assert (await client.get(HERE)).status_code == 403
        assert not re.search("praktijken", (await client.get(f"{HERE}/lijst")).text.partition("<main")[2])
