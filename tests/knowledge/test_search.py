from collections.abc import Callable

import pytest

from deploy.seed import files
from services.knowledge import handlers, reading
from shared.database import Database


@pytest.fixture
async def database(databases: Callable[[str], Database]) -> Database:
    database = databases("knowledge")
    async with database.transaction() as session:
        await handlers.import_catalogue(session, files.catalogue(), demo=True)
    return database


async def found(database: Database, question: str, imposed_by: str = "", number: int = 1) -> reading.Overview:
    async with database.transaction() as session:
        return await reading.overview(session, reading.wanted(question, imposed_by, drafts=True, number=number))


def codes(overview: reading.Overview) -> list[str]:
    return [shown.item.code for _, members in overview.groups for shown in members]


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("second opinion", "R01"),
        ("seccond opinoin", "R01"),
        ("tweede mening", "R01"),
        ("terminaliteitsverklaring", "R31"),
        ("terminalitijdsverklaring", "R31"),
        ("dietist", "R10"),
        ("rijbewijs", "R23"),
        ("kousen", "R33"),
        ("elastiche kousen", "R33"),
        ("fit to fly", "R24"),
        ("jaarverantwording", "R35"),
        ("uitvoeringsverzoeken van de thuiszorg", "R30"),
        ("r17", "R17"),
    ],
)
async def test_the_right_item_comes_first_also_when_misspelt(database: Database, question: str, code: str) -> None:
    overview = await found(database, question)
    assert codes(overview)[0] == code
    assert overview.exact


async def test_part_of_a_long_word_finds_it(database: Database) -> None:
    assert "R32" in codes(await found(database, "hulpmiddel"))


async def test_without_words_every_item_stands_under_its_theme(database: Database) -> None:
    overview = await found(database, "")
    assert overview.listed.total == 36
    assert overview.groups[0][0] == "Verwijzen"


async def test_a_long_list_comes_in_pages_and_no_item_stands_on_two(database: Database) -> None:
    first, second, third = [await found(database, "", number=number) for number in (1, 2, 3)]
    assert len(codes(first)) == 25 and first.listed.next == 2
    assert len({*codes(first), *codes(second)}) == 36
    assert second.listed.next is None and codes(third) == []


async def test_only_items_from_the_chosen_origin_are_listed(database: Database) -> None:
    assert codes(await found(database, "", "education")) == ["R20", "R25"]


async def test_an_origin_that_does_not_exist_is_no_filter(database: Database) -> None:
    assert (await found(database, "", "nobody")).listed.total == 36


async def test_when_no_item_has_all_words_the_nearest_are_shown_as_such(database: Database) -> None:
    overview = await found(database, "parkeerkaart voor mijn zeilboot op de maan")
    assert not overview.exact
    assert "R22" in codes(overview)


@pytest.mark.parametrize("question", ["zzzzqqq", "!!!", "' or 1=1 --", "(((", "%_%"])
async def test_what_fits_nothing_finds_nothing(database: Database, question: str) -> None:
    assert codes(await found(database, question)) == []


async def test_everything_found_is_about_the_question(database: Database) -> None:
    assert len(codes(await found(database, "terminaliteitsverklaring"))) <= 3
