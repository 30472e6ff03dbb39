"""The team looks after organisations and who speaks for them."""

import re
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager

import httpx
import pytest

from services.knowledge.catalogue import ListedParty
from services.knowledge.handlers.parties import list_party
from shared.contracts.base import Stream
from shared.contracts.knowledge import ContactsListedV1, PartyListedV1
from shared.contracts.vocabulary import ImposedBy, Role
from shared.database import Database
from tests.browserlike import post_form, sign_in_as
from tests.facts import said

ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
HERE = "/team/organisaties"
CZ = {"name": "Coöperatie CZ", "abbreviation": "CZ", "kind": "health_insurer"}
ANS = {"name": "Ans de Boer", "role": "Beleidsadviseur", "email": "ans@cz.example", "themes": ["medication"]}
HIT = ListedParty(
    key="hit", name="Interventie Team", abbreviation="HIT", kind=ImposedBy.OTHER_BODY, takes_handovers=True
)


@pytest.fixture
def database(databases: Callable[[str], Database]) -> Database:
    return databases("knowledge")


@pytest.fixture
async def client(database: Database, client_for: ClientFor) -> AsyncIterator[httpx.AsyncClient]:
    async with client_for("knowledge") as client:
        await sign_in_as(client, [database], Role.ADMINISTRATOR, "Mo Bakker")
        yield client


async def brought_in(database: Database, party: ListedParty = HIT) -> bool:
    async with database.transaction() as session:
        return await list_party(session, party)


async def listed(database: Database) -> list[PartyListedV1]:
    return [fact for fact in await said(database) if isinstance(fact, PartyListedV1)]


async def contacts_said(database: Database) -> list[ContactsListedV1]:
    return [fact for fact in await said(database) if isinstance(fact, ContactsListedV1)]


async def add(client: httpx.AsyncClient, **fields: str) -> str:
    answer = await post_form(client, f"{HERE}/nieuw", CZ | fields)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def revision_on(page: httpx.Response) -> str:
    found = re.search(r'name="revision" value="(\d+)"', page.text)
    assert found
    return found.group(1)


async def test_an_organisation_is_added_and_told_to_everybody(client: httpx.AsyncClient, database: Database) -> None:
    page = await client.get(await add(client, takes_handovers="ja"))
    for text in ("Coöperatie CZ", "Zorgverzekeraar", "Zette de organisatie op de lijst.", "Mo Bakker"):
        assert text in page.text
    (fact,) = await listed(database)
    assert (fact.name, fact.abbreviation, fact.kind) == ("Coöperatie CZ", "CZ", ImposedBy.HEALTH_INSURER)
    assert (fact.takes_handovers, fact.retired) == (True, False)


async def test_pressed_twice_it_is_one_and_another_of_that_name_is_refused(
    client: httpx.AsyncClient, database: Database
) -> None:
    assert await add(client) == await add(client)
    other = await post_form(client, f"{HERE}/nieuw", CZ | {"name": "coöperatie cz", "kind": "hospital"})
    assert other.status_code == 422
    assert "Zo heet al een organisatie op de lijst" in other.text
    assert len(await listed(database)) == 1


async def test_a_change_goes_to_everybody_and_stands_in_the_history(
    client: httpx.AsyncClient, database: Database
) -> None:
    place = await add(client)
    renamed = CZ | {"name": "CZ Groep", "takes_handovers": "ja", "revision": "1"}
    assert (await post_form(client, f"{place}/wijzigen", renamed)).status_code == 303
    assert "naam: ‘Coöperatie CZ’ → ‘CZ Groep’; krijgt dossiers: nee → ja" in (await client.get(place)).text
    assert [fact.name for fact in await listed(database)] == ["Coöperatie CZ", "CZ Groep"]


async def test_who_changes_what_somebody_just_changed_sees_both_and_loses_nothing(
    client: httpx.AsyncClient, database: Database
) -> None:
    place = await add(client)
    mine, theirs = CZ | {"name": "Mijn naam", "revision": "1"}, CZ | {"name": "Hun naam", "revision": "1"}
    await post_form(client, f"{place}/wijzigen", theirs)
    late = await post_form(client, f"{place}/wijzigen", mine)
    assert late.status_code == 409
    for text in ("Mo Bakker paste dit net aan", "Hun naam", 'value="Mijn naam"'):
        assert text in late.text
    assert (await listed(database))[-1].name == "Hun naam"
    again = await post_form(client, f"{place}/wijzigen", mine | {"revision": revision_on(late)})
    assert again.status_code == 303
    assert (await listed(database))[-1].name == "Mijn naam"


async def test_one_that_leaves_the_list_stays_known_and_can_come_back(
    client: httpx.AsyncClient, database: Database
) -> None:
    place = await add(client)
    gone = await post_form(client, f"{place}/van-de-lijst", {"revision": "1"})
    assert gone.status_code == 303
    assert place not in (await client.get(HERE)).text
    assert place in (await client.get(f"{HERE}?stand=weg")).text
    taken = await post_form(client, f"{HERE}/nieuw", CZ | {"kind": "hospital"})
    assert "van de lijst gehaald" in taken.text
    assert (await post_form(client, f"{place}/terug", {}, page=place)).status_code == 303
    assert place in (await client.get(HERE)).text
    assert [fact.retired for fact in await listed(database)] == [False, True, False]


async def test_the_list_is_searched_and_filtered(client: httpx.AsyncClient, database: Database) -> None:
    await brought_in(database)
    await add(client)
    for asked, seen in (("q=cz", {"CZ"}), ("q=interventie", {"Interventie"}), ("soort=health_insurer", {"CZ"})):
        page = (await client.get(f"{HERE}?{asked}")).text
        found = {name for name in ("Interventie", "CZ") if f">{name}" in page or f"Coöperatie {name}" in page}
        assert found == seen, asked
    assert "We vonden geen organisatie" in (await client.get(f"{HERE}?q=xyzzy%25")).text


async def test_what_the_team_changed_no_import_changes_back(client: httpx.AsyncClient, database: Database) -> None:
    assert await brought_in(database)
    assert not await brought_in(database)
    page = await client.get(f"{HERE}?q=interventie")
    place = re.search(rf"{HERE}/[0-9a-f-]{{36}}", page.text)
    assert place
    changed = {"name": "HIT van de LHV", "kind": "other_body", "revision": "1"}
    await post_form(client, f"{place[0]}/wijzigen", changed)
    assert not await brought_in(database)
    assert [fact.name for fact in await listed(database)] == ["Interventie Team", "HIT van de LHV"]


async def test_contacts_go_over_private_and_stand_in_no_history(client: httpx.AsyncClient, database: Database) -> None:
    place = await add(client)
    for _ in range(2):  # pressed twice
        assert (await post_form(client, f"{place}/contacten/nieuw", ANS)).status_code == 303
    page = (await client.get(place)).text
    for text in ("Ans de Boer", "ans@cz.example", "Medicatie en recept", "Voegde een contactpersoon toe."):
        assert text in page
    (fact,) = await contacts_said(database)
    assert fact.STREAM is Stream.CONTACTS
    assert [(one.name, one.email, one.themes) for one in fact.contacts] == [
        ("Ans de Boer", "ans@cz.example", ("medication",))
    ]
    contact = re.search(rf"{place}/contacten/[0-9a-f-]{{36}}", page)
    assert contact
    await post_form(client, contact[0], ANS | {"name": "Ans Visser", "revision": "1"})
    late = await post_form(client, contact[0], ANS | {"name": "Ans Jansen", "revision": "1"})
    assert (late.status_code, "Mo Bakker paste dit net aan" in late.text) == (409, True)
    assert (await post_form(client, f"{contact[0]}/weg", {}, page=contact[0])).status_code == 303
    assert (await contacts_said(database))[-1].contacts == ()
    assert [fact.revision for fact in await contacts_said(database)] == [1, 2, 3]
    left = (await client.get(place)).text
    assert "Ans" not in left.replace("Naam en adres", "")


async def test_who_only_reads_sees_them_and_changes_nothing(client: httpx.AsyncClient, database: Database) -> None:
    place = await add(client)
    await sign_in_as(client, [database], Role.READER, "Lezer")
    assert "Wijzig" not in (await client.get(place)).text
    assert (await client.get(HERE)).status_code == 200
    for path in ("/nieuw", f"/{place.rpartition('/')[2]}/wijzigen", f"/{place.rpartition('/')[2]}/contacten/nieuw"):
        assert (await client.get(f"{HERE}{path}")).status_code == 403
