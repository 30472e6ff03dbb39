"""Administrators keep the list of names that are no patient's."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from uuid import uuid4

import httpx
import pytest

from services.accounts import handlers
from services.accounts.domain import called, name_id
from services.accounts.subscribers import facts
from shared.contracts.accounts import AllowedNameChangedV1
from shared.contracts.knowledge import PartyListedV1
from shared.contracts.vocabulary import ImposedBy, Role
from shared.database import Database
from shared.privacy.allowed import ALLOWED, NamedThing
from shared.privacy.known import known_allowed_names
from shared.staff.member import Member
from shared.web.navigation import NAMES
from tests.accounts.conftest import Add, sign_in
from tests.browserlike import post_form
from tests.builders import a_party_listed
from tests.facts import deliver, said
from tests.pages import words_of

ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
NAME = {"naam": "Jeroen Bosch Ziekenhuis", "soort": "care"}
LOG = f"{NAMES}/logboek"
SOMEBODY = Member(uuid4(), uuid4(), "Peter Jansen", Role.ADMINISTRATOR)


@pytest.fixture
async def admin(client_for: ClientFor, add_member: Add) -> AsyncIterator[httpx.AsyncClient]:
    await add_member(role=Role.ADMINISTRATOR)
    async with client_for("accounts") as client:
        await sign_in(client)
        yield client


async def _told(accounts: Database) -> list[tuple[str, bool, int]]:
    facts = [fact for fact in await said(accounts) if isinstance(fact, AllowedNameChangedV1)]
    return [(fact.name, fact.allowed, fact.revision) for fact in facts]


async def test_a_name_is_put_on_the_list_and_taken_off_and_everybody_hears(
    admin: httpx.AsyncClient, accounts: Database
) -> None:
    before = await admin.get(NAMES)
    assert all(name in before.text for name in ALLOWED)
    added = await post_form(admin, NAMES, NAME)
    assert added.headers["location"] == NAMES
    shown = words_of((await admin.get(NAMES)).text)
    assert "‘Jeroen Bosch Ziekenhuis’ staat op de lijst." in shown and "Haal weg Jeroen Bosch Ziekenhuis" in shown
    off = f"{NAMES}/{name_id(NAME['naam'])}/weghalen"
    assert (await post_form(admin, off, {}, page=NAMES)).status_code == 303
    assert "‘Jeroen Bosch Ziekenhuis’ is van de lijst." in words_of((await admin.get(NAMES)).text)
    assert await _told(accounts) == [(NAME["naam"], True, 1), (NAME["naam"], False, 2)]


async def test_what_was_there_from_the_start_can_go_and_come_back(admin: httpx.AsyncClient, accounts: Database) -> None:
    await post_form(admin, f"{NAMES}/{name_id('Salland')}/weghalen", {}, page=NAMES)
    async with accounts.transaction() as session:
        assert "Salland" not in await known_allowed_names(session)
    assert "Haal weg Salland" not in words_of((await admin.get(NAMES)).text)
    again = await post_form(admin, NAMES, {"naam": "salland", "soort": "insurer", "zeker": "ja"})
    assert again.status_code == 422
    await post_form(admin, NAMES, {"naam": "Salland", "soort": "insurer", "zeker": "ja"})
    assert await _told(accounts) == [("Salland", False, 1), ("Salland", True, 2)]


async def test_the_log_says_who_did_what_and_keeps_it(admin: httpx.AsyncClient) -> None:
    assert "Er is nog niets veranderd." in words_of((await admin.get(LOG)).text)
    await post_form(admin, NAMES, NAME)
    await post_form(admin, f"{NAMES}/{name_id(NAME['naam'])}/weghalen", {}, page=NAMES)
    shown = words_of((await admin.get(LOG)).text)
    off = shown.index("Haalde van de lijst: Jeroen Bosch Ziekenhuis (ziekenhuis of andere zorg)")
    on = shown.index("Zette op de lijst: Jeroen Bosch Ziekenhuis")
    assert off < on and shown.count("Sanne de Vries") >= 3


async def test_a_name_that_people_have_too_asks_for_a_cross(admin: httpx.AsyncClient, accounts: Database) -> None:
    typed = {"naam": "Jansen", "soort": "other"}
    asked = await post_form(admin, NAMES, typed)
    assert asked.status_code == 422 and "Zo heten ook mensen." in asked.text and 'value="Jansen"' in asked.text
    assert await _told(accounts) == []
    assert (await post_form(admin, NAMES, typed | {"zeker": "ja"})).status_code == 303


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Vul een naam in"),
        ({"naam": "Zilveren kruis", "soort": "insurer"}, "Deze naam staat al op de lijst"),
        ({"naam": "111222333", "soort": "other"}, "Vul alleen een naam in"),
        ({"naam": "Jan@thuis.example", "soort": "other"}, "Vul alleen een naam in"),
        ({"naam": "M" * 81, "soort": "other"}, "Maak de naam korter"),
        ({"naam": "Molenzorg"}, "Kies van wie of wat dit de naam is"),
    ],
)
async def test_what_is_no_name_is_refused(admin: httpx.AsyncClient, typed: dict[str, str], sentence: str) -> None:
    answer = await post_form(admin, NAMES, typed | {"zeker": "ja"})
    assert answer.status_code == 422 and sentence in words_of(answer.text)


async def test_a_name_that_is_gone_already_is_said_so(admin: httpx.AsyncClient) -> None:
    await post_form(admin, f"{NAMES}/{uuid4()}/weghalen", {}, page=NAMES)
    assert "Deze naam stond niet meer op de lijst." in words_of((await admin.get(NAMES)).text)


async def test_two_at_once_put_a_name_on_the_list_once(accounts: Database) -> None:
    async def add() -> bool:
        async with accounts.transaction() as session:
            return await handlers.allow_name(session, "Molenzorg", NamedThing.CARE, by=SOMEBODY)

    assert sorted(await asyncio.gather(*(add() for _ in range(4)))) == [False, False, False, True]
    assert await _told(accounts) == [("Molenzorg", True, 1)]


HOSPITAL = a_party_listed(
    name="Molenkamp Zuidwest, locatie Zuid", abbreviation="MKW", kind=ImposedBy.HOSPITAL, takes_handovers=False
)


async def _hear(accounts: Database, *parties: PartyListedV1) -> None:
    for party in parties:
        await deliver(accounts, facts, party)


async def _on_the_list(accounts: Database) -> frozenset[str]:
    async with accounts.transaction() as session:
        return await known_allowed_names(session)


async def test_an_organisation_comes_on_the_list_by_itself_and_goes_when_it_is_called_otherwise(
    admin: httpx.AsyncClient, accounts: Database
) -> None:
    await _hear(accounts, HOSPITAL, HOSPITAL)
    told = {(HOSPITAL.name, True, 1), ("Molenkamp Zuidwest", True, 1), ("MKW", True, 1)}
    assert set(await _told(accounts)) == told and len(await _told(accounts)) == 3
    await _hear(accounts, HOSPITAL.model_copy(update={"name": "Molenkamp Ziekenhuis", "abbreviation": None}))
    names = await _on_the_list(accounts)
    assert "Molenkamp Ziekenhuis" in names and not {"Molenkamp Zuidwest", "MKW"} & names
    assert "Vanzelf, uit de lijst van organisaties" in words_of((await admin.get(LOG)).text)


async def test_what_people_are_called_too_waits_for_the_team(admin: httpx.AsyncClient, accounts: Database) -> None:
    await _hear(accounts, HOSPITAL.model_copy(update={"name": "De Vries", "abbreviation": None}))
    assert await _told(accounts) == []
    page = await admin.get(NAMES)
    assert "Zet op de lijst De Vries" in words_of(page.text)
    await post_form(admin, NAMES, {"naam": "De Vries", "soort": "care", "zeker": "ja"})
    assert "De Vries" in await _on_the_list(accounts)
    assert "Zet op de lijst De Vries" not in words_of((await admin.get(NAMES)).text)


async def test_what_the_team_says_goes_before_what_an_organisation_is_called(
    admin: httpx.AsyncClient, accounts: Database
) -> None:
    await _hear(accounts, HOSPITAL)
    await post_form(admin, f"{NAMES}/{name_id('MKW')}/weghalen", {}, page=NAMES)
    await post_form(admin, NAMES, {"naam": "Molenkamp", "soort": "care", "zeker": "ja"})
    await _hear(accounts, HOSPITAL, HOSPITAL.model_copy(update={"name": "Molenkamp"}), HOSPITAL)
    names = await _on_the_list(accounts)
    # Taken off stays off, and what the team put on stays when no organisation is called that any more.
    assert "MKW" not in names and "Molenkamp" in names


async def test_a_name_stays_while_another_organisation_or_the_first_list_has_it(accounts: Database) -> None:
    other = HOSPITAL.model_copy(update={"party_id": uuid4(), "name": "Salland", "abbreviation": "MKW"})
    await _hear(accounts, HOSPITAL, other)
    renamed = {"name": "Molenkamp Ziekenhuis", "abbreviation": None}
    await _hear(
        accounts, HOSPITAL.model_copy(update=renamed), other.model_copy(update=renamed | {"abbreviation": "MKW"})
    )
    names = await _on_the_list(accounts)
    assert {"MKW", "Salland"} <= names


@pytest.mark.parametrize(
    ("name", "abbreviation", "names"),
    [
        ("RSO Trijn, werkgroep afspraken", "RSO Trijn", ["RSO Trijn, werkgroep afspraken", "RSO Trijn"]),
        ("Interventie Team (HIT)", "HIT", ["Interventie Team (HIT)", "Interventie Team", "HIT"]),
        ("(Ont)Regel de Zorg", None, ["(Ont)Regel de Zorg"]),
    ],
)
def test_an_organisation_is_called_by_its_name_and_the_short_ones(
    name: str, abbreviation: str | None, names: list[str]
) -> None:
    assert called(name, abbreviation) == names


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
@pytest.mark.parametrize("address", [NAMES, LOG])
async def test_the_list_is_for_administrators(client_for: ClientFor, add_member: Add, role: Role, address: str) -> None:
    await add_member(role=role)
    async with client_for("accounts") as client:
        await sign_in(client)
        assert (await client.get(address)).status_code == 403
