"""Every page, at every width: readable by machines and people, nothing sticking out, nothing in the console."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
import pytest_asyncio
from playwright.async_api import Page, StorageState, expect

from tests.browser.conftest import NewPage
from tests.browser.deciding import ask
from tests.browser.inspection import faults_of
from tests.browser.places import (
    DRAFTER,
    FIXED,
    LEAD,
    MADE,
    RESEARCHER,
    Place,
    make_places,
    start_draft,
    state_of,
)
from tests.practice import visitor
from tests.system import RunningSystem
from tests.team import member

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

# Forms that are sent with something wrong: where they are, the field that is emptied, the button.
MISTAKES = {
    "step 1": ("", "Volgende stap"),
    "step 2": ("minuten", "Volgende stap"),
    "step 4": ("naam", "Volgende stap"),
    "check": ("", "Verstuur melding"),
    "sign in": ("", "Inloggen"),
    "status, question": ("", "Verstuur antwoord"),
    "case": ("", "Bewaar beslissing"),
    "source": ("place", "Bewaar de bron"),
    "handover text": ("title", "Bewaar de tekst"),
    "handover send": ("", "Verstuur"),
}


class Known:
    """The pages, and the browsers of those who open them."""

    def __init__(self, places: dict[str, Place], states: dict[str, StorageState]) -> None:
        self.places = places
        self.states = states


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def known(running_system: RunningSystem) -> AsyncIterator[Known]:
    """Made once for all pages."""
    url = running_system.web
    async with AsyncExitStack() as open_clients:
        practice = await open_clients.enter_async_context(visitor(url))
        drafter = await open_clients.enter_async_context(visitor(url))
        lead = await open_clients.enter_async_context(member(url))
        researcher = await open_clients.enter_async_context(member(url, "researcher"))
        await start_draft(drafter)
        places = await make_places(practice, lead)
        states = {DRAFTER: state_of(drafter), LEAD: state_of(lead), RESEARCHER: state_of(researcher)}
        yield Known(places, states)


async def _open(new_page: NewPage, known: Known, name: str) -> Page:
    place = known.places[name]
    page = await new_page(state=known.states.get(place.who))
    await page.goto(place.address)
    return page


@pytest.mark.parametrize("name", [*FIXED, *MADE])
async def test_a_page_has_no_fault(new_page: NewPage, known: Known, name: str) -> None:
    page = await _open(new_page, known, name)
    assert await faults_of(page) == []


@pytest.mark.parametrize("name", MISTAKES)
async def test_a_page_with_mistakes_has_no_fault(new_page: NewPage, known: Known, name: str) -> None:
    page = await _open(new_page, known, name)
    field, button = MISTAKES[name]
    if field:
        await page.locator(f"#{field}").fill("")
    async with page.expect_navigation():
        await page.get_by_role("main").get_by_role("button", name=button, exact=True).last.click()
    await expect(page.locator("#fouten")).to_be_focused()
    assert (await page.title()).startswith("Fout: ")
    assert await faults_of(page) == []


async def test_the_preview_of_a_mail_has_no_fault_beside_the_form_and_on_its_own_page(
    new_page: NewPage, known: Known
) -> None:
    page = await _open(new_page, known, "case")
    await ask(page)
    await expect(page.get_by_role("region", name="Voorbeeld van de mail")).to_be_visible()
    assert await faults_of(page) == []
    await page.get_by_role("button", name="Bekijk de mail").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Voorbeeld van de mail")
    assert await faults_of(page) == []


async def test_a_form_that_expired_offers_what_was_typed_again(new_page: NewPage, known: Known) -> None:
    page = await _open(new_page, known, "step 1")
    await page.get_by_label("Waar gaat het over?").fill("Niet kwijtraken")
    await page.evaluate("() => document.querySelector('main [name=csrf_token]').value = 'verlopen'")
    async with page.expect_navigation():
        await page.get_by_role("main").get_by_role("button", name="Volgende stap").last.click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("We weten niet zeker of dit van jou komt")
    assert await faults_of(page) == []
    await page.get_by_role("button", name="Verstuur opnieuw").click()
    await expect(page.get_by_label("Waar gaat het over?")).to_have_value("Niet kwijtraken")
