from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from services.knowledge import handlers
from services.knowledge.catalogue import Catalogue, ListedParty
from services.knowledge.handlers.parties import list_party
from services.knowledge.tables import Item
from shared import clock
from shared.contracts.knowledge import ItemPublishedV1
from shared.contracts.vocabulary import ImposedBy
from shared.database import Database
from tests.facts import said
from tests.knowledge.catalogues import a_catalogue, an_entry

FRIDAY = datetime(2026, 11, 20, 9, tzinfo=UTC)


@pytest.fixture
def database(databases: Callable[[str], Database]) -> Database:
    return databases("knowledge")


async def bring_in(database: Database, catalogue: Catalogue, *, demo: bool = False) -> list[str]:
    async with database.transaction() as session:
        return await handlers.import_catalogue(session, catalogue, demo=demo)


async def check(database: Database, revision: int, *, by: str = "Sanne de Vries") -> None:
    with clock.frozen(FRIDAY):
        async with database.transaction() as session:
            await handlers.mark_checked(session, "R01", revision, by, demo=False)


async def withdraw(database: Database, revision: int) -> None:
    async with database.transaction() as session:
        await handlers.withdraw_check(session, "R01", revision, demo=False)


async def stored(database: Database) -> Item:
    async with database.transaction() as session:
        return (await session.scalars(select(Item))).one()


async def published(database: Database) -> list[ItemPublishedV1]:
    return [fact for fact in await said(database) if isinstance(fact, ItemPublishedV1)]


async def test_a_new_item_is_published_for_the_team_only(database: Database) -> None:
    assert await bring_in(database, a_catalogue()) == ["R01"]
    (fact,) = await published(database)
    assert (fact.code, fact.revision, fact.public, fact.checked_on) == ("R01", 1, False, None)
    assert fact.short_answer == "De patiënt bespreekt de wens met de eigen specialist."


async def test_the_same_catalogue_again_says_nothing(database: Database) -> None:
    await bring_in(database, a_catalogue())
    assert await bring_in(database, a_catalogue()) == []
    assert len(await published(database)) == 1


async def test_a_changed_item_becomes_a_new_revision(database: Database) -> None:
    await bring_in(database, a_catalogue(an_entry(), an_entry(id="R02")))
    assert await bring_in(database, a_catalogue(an_entry(title="Anders"), an_entry(id="R02"))) == ["R01"]
    newest = (await published(database))[-1]
    assert (newest.title, newest.revision) == ("Anders", 2)


async def test_in_the_demo_an_unchecked_item_is_public(database: Database) -> None:
    await bring_in(database, a_catalogue(), demo=True)
    assert [fact.public for fact in await published(database)] == [True]


async def test_leaving_the_demo_hides_what_nobody_checked(database: Database) -> None:
    await bring_in(database, a_catalogue(), demo=True)
    await bring_in(database, a_catalogue(), demo=False)
    assert [fact.public for fact in await published(database)] == [True, False]


async def test_checking_an_item_makes_it_public_and_remembers_who(database: Database) -> None:
    await bring_in(database, a_catalogue())
    await check(database, revision=1)
    newest = (await published(database))[-1]
    assert (newest.revision, newest.public, newest.checked_on) == (2, True, date(2026, 11, 20))
    assert (await stored(database)).checked_by == "Sanne de Vries"


async def test_checking_twice_is_one_check(database: Database) -> None:
    await bring_in(database, a_catalogue())
    await check(database, revision=1)
    await check(database, revision=1)
    assert len(await published(database)) == 2


async def test_an_item_that_changed_meanwhile_is_not_checked(database: Database) -> None:
    await bring_in(database, a_catalogue())
    await bring_in(database, a_catalogue(an_entry(rule="Iets anders.")))
    with pytest.raises(handlers.ItemChanged):
        await check(database, revision=1)
    assert (await stored(database)).checked_on is None


async def test_an_unknown_item_cannot_be_checked(database: Database) -> None:
    with pytest.raises(handlers.UnknownItem):
        await check(database, revision=1)


async def test_a_check_taken_back_hides_the_item_again(database: Database) -> None:
    await bring_in(database, a_catalogue())
    await check(database, revision=1)
    await withdraw(database, revision=2)
    await withdraw(database, revision=2)
    newest = (await published(database))[-1]
    assert (newest.revision, newest.public, newest.checked_on) == (3, False, None)
    assert (await stored(database)).checked_by is None


async def test_importing_the_same_keeps_the_check_and_a_change_loses_it(database: Database) -> None:
    await bring_in(database, a_catalogue())
    await check(database, revision=1)
    await bring_in(database, a_catalogue())
    assert (await stored(database)).checked_on == date(2026, 11, 20)
    await bring_in(database, a_catalogue(an_entry(rule="Iets anders.")))
    assert (await stored(database)).checked_on is None


async def test_a_check_written_in_the_catalogue_counts(database: Database) -> None:
    await bring_in(database, a_catalogue())
    await bring_in(database, a_catalogue(an_entry(checked_on="2026-11-19")))
    assert [fact.public for fact in await published(database)] == [False, True]


async def test_an_item_without_an_agreement_says_so(database: Database) -> None:
    await bring_in(database, a_catalogue(an_entry(agreement={"status": "none"})))
    assert [fact.short_answer for fact in await published(database)] == ["We vonden hierover geen afspraak."]


async def test_a_party_is_said_when_new_or_changed_and_keeps_its_id(database: Database) -> None:
    hit = ListedParty(key="hit", name="HIT", abbreviation=None, kind=ImposedBy.OTHER_BODY, takes_handovers=True)
    renamed = hit.model_copy(update={"name": "Huisartsen Interventie Team"})
    for listed, new in ((hit, True), (hit, False), (renamed, True)):
        async with database.transaction() as session:
            assert await list_party(session, listed) is new
    facts = await said(database)
    assert len(facts) == 2
    assert len({fact.key_id for fact in facts}) == 1
