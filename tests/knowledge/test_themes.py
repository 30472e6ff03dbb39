"""The team adds, renames and retires themes, and everybody hears it."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager

import httpx
import pytest

from shared.contracts.knowledge import ItemPublishedV1, ThemeListedV1
from shared.contracts.vocabulary import Role, Theme
from shared.database import Database
from shared.themes.following import read_themes
from shared.themes.standing import STANDING
from shared.themes.theme import all_themes, first_theme, offered, theme_said
from shared.web.navigation import THEMES
from tests.browserlike import post_form, sign_in_as
from tests.builders import an_item_published
from tests.facts import said
from tests.pages import open_form, send

ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]


@pytest.fixture(autouse=True)
def as_at_first() -> Iterator[None]:
    yield
    STANDING.take({})


@pytest.fixture
def database(databases: Callable[[str], Database]) -> Database:
    return databases("knowledge")


@pytest.fixture
async def client(database: Database, client_for: ClientFor) -> AsyncIterator[httpx.AsyncClient]:
    async with client_for("knowledge") as client:
        await sign_in_as(client, [database], Role.ADMINISTRATOR, "Mo Bakker")
        yield client


async def listed(database: Database) -> list[tuple[str, int, str, bool]]:
    facts = [fact for fact in await said(database) if isinstance(fact, ThemeListedV1)]
    return [(fact.code, fact.revision, fact.label, fact.retired) for fact in facts]


async def test_a_theme_is_added_renamed_retired_and_brought_back(client: httpx.AsyncClient, database: Database) -> None:
    name = "Palliatieve zorg"
    assert (await post_form(client, THEMES, {"label": f" {name} "})).status_code == 303
    place = f"{THEMES}/palliatieve_zorg"
    form = await open_form(client, place, place)
    for _ in range(2):  # pressed twice
        assert (await send(client, form, {"label": "Laatste levensfase"})).status_code == 303
    for _ in range(2):
        await post_form(client, f"{place}/weghalen", {}, page=THEMES)
    await read_themes({"knowledge": database})
    # What was added stands before what fits nowhere.
    assert (all_themes()[-2].label, all_themes()[-1].value) == ("Laatste levensfase", "other")
    assert ("palliatieve_zorg" in offered(), "palliatieve_zorg" in offered("palliatieve_zorg")) == (False, True)
    assert "Laatste levensfase" in (refused := await post_form(client, THEMES, {"label": "laatste LEVENSFASE"})).text
    assert refused.status_code == 422
    await post_form(client, f"{place}/terug", {}, page=THEMES)
    label = "Laatste levensfase"
    assert await listed(database) == [
        ("palliatieve_zorg", 1, name, False), ("palliatieve_zorg", 2, label, False),
        ("palliatieve_zorg", 3, label, True), ("palliatieve_zorg", 4, label, False),
    ]  # fmt: skip
    text = (await client.get(place)).text
    assert "Noemde het thema ‘Palliatieve zorg’ voortaan ‘Laatste levensfase’." in text


async def test_what_cannot_be_is_refused(client: httpx.AsyncClient, database: Database) -> None:
    place = f"{THEMES}/medication"
    early, late = [await open_form(client, place, place) for _ in range(2)]
    await send(client, early, {"label": "Medicijnen"})
    refused = await send(client, late, {"label": "Pillen"})
    assert (refused.status_code, "Mo Bakker paste dit net aan" in refused.text) == (409, True)
    for label in ("", "x" * 61, "Thuiszorg"):
        assert (await post_form(client, THEMES, {"label": label})).status_code == 422
    assert (await post_form(client, f"{THEMES}/onzin/weghalen", {}, page=THEMES)).status_code == 404
    assert await listed(database) == [("medication", 1, "Medicijnen", False)]


async def test_one_theme_is_left(client: httpx.AsyncClient, database: Database) -> None:
    for theme in Theme:
        await post_form(client, f"{THEMES}/{theme.value}/weghalen", {}, page=THEMES)
    assert len(await listed(database)) == len(Theme) - 1


async def test_who_does_not_arrange_may_not(database: Database, client_for: ClientFor) -> None:
    async with client_for("knowledge") as client:
        await sign_in_as(client, [database], Role.RESEARCHER)
        assert (await client.get(THEMES)).status_code == 403


def test_a_theme_of_the_team_is_another_one_on_the_wire() -> None:
    assert (first_theme("palliative"), first_theme("home_care")) == (Theme.OTHER, Theme.HOME_CARE)
    before = an_item_published(theme=Theme.HOME_CARE).model_dump(mode="json", exclude={"theme_code"})
    assert theme_said(ItemPublishedV1.model_validate(before)) == "home_care"
    assert theme_said(ItemPublishedV1.model_validate(before | {"theme_code": "palliative"})) == "palliative"
