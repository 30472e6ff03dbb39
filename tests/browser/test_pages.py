"""Every page, at every width: readable by machines and people, nothing sticking out, nothing in the console."""

from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, StorageState, expect

from services.triage.domain import Decision
from tests.browser.chromium import ARGUMENTS, TWICE, chromium_path
from tests.browser.deciding import ask
from tests.browser.inspection import HEIGHT, OVERFLOW, UNFOLD, UNSEEN, WIDTHS, faults_of
from tests.browser.places import FIXED, MADE, Place, make_places, start_draft, state_of
from tests.browser.watched import Watched
from tests.browser.who import DRAFTER, LEAD, RESEARCHER
from tests.mailbox import Mailbox
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
    "save for later": ("email", "Mail mij de link"),
    "go on with a draft": ("", "Mail mij een link"),
    "my reports": ("", "Mail mij een link"),
    "follow with a code": ("", "Bekijk je melding"),
    "report of a caller": ("", "Bewaar de melding"),
    "an agreement does not work": ("", "Verstuur"),
    "sign in": ("", "Inloggen"),
    "forgotten password": ("", "Mail mij een link"),
    "invite": ("", "Verstuur de uitnodiging"),
    "profile, an app": ("", "Zet aan"),
    "status, question": ("", "Verstuur antwoord"),
    "status, closed": ("", "Vraag om te heropenen"),
    "erase, sure?": ("", "Wis mijn melding"),
    "new task for a report": ("", "Bewaar de taak"),
    "add something": ("", "Voeg dit toe"),
    "another address": ("", "Mail mij een code"),
    "another address, code": ("", "Gebruik dit adres"),
    "take back, why?": ("", "Mail mij een code"),
    "take back, code": ("", "Ja, trek in"),
    "case": ("", "Bewaar beslissing"),
    "case, asked to reopen": ("", "Bewaar beslissing"),
    "source of a finding": ("called", "Bewaar de bron"),
    "erase a file of a source": ("", "Wis de bijlage"),
    "source": ("place", "Bewaar de vastlegging"),
    "publish an agreement": ("public_title", "Breng naar de kennisbank"),
    "round table, invited": ("", "Verstuur mijn antwoord"),
    "plan a round table": ("subject", "Bewaar het overleg"),
    "handover text": ("title", "Bewaar de tekst"),
    "handover send": ("", "Verstuur"),
}

# Pages of the team with much beside each other, looked at with letters twice as large.
CROWDED = (
    "queue, all open", "my work", "case", "compare", "two reports compared", "split a report", "dossier", "round table",
    "plan a round table", "round tables", "search, everything", "organisations", "organisation", "contact", "practices",
    "practice", "terms", "log", "profile", "handovers", "handover send",
)  # fmt: skip

ABOUT_REOPENING = (Decision.REOPEN, Decision.KEEP_CLOSED)


class Known:
    """The pages, and for each who opens them one page of a browser: fresh ones would take most of the time."""

    def __init__(self, chromium: Browser, url: str, places: dict[str, Place], states: dict[str, StorageState]) -> None:
        self._chromium, self._url = chromium, url
        self._places, self._states = places, states
        self._watched: dict[str, Watched] = {}

    async def open(self, name: str) -> Watched:
        """Go to a page, with a console that is empty so far."""
        place = self._places[name]
        watched = self._watched.get(place.who) or await self._browser_of(place.who)
        watched.complaints.clear()
        await watched.page.set_viewport_size({"width": WIDTHS[0], "height": HEIGHT})
        await watched.page.goto(place.address)
        return watched

    async def _browser_of(self, who: str) -> Watched:
        context = await self._chromium.new_context(
            base_url=self._url, locale="nl-NL", storage_state=self._states.get(who)
        )
        self._watched[who] = Watched(await context.new_page())
        return self._watched[who]

    async def large(self, who: str, names: Iterable[str]) -> AsyncIterator[tuple[str, Page]]:
        """These pages one after another, for who wants letters twice as large."""
        browser = await self._chromium.browser_type.launch(executable_path=chromium_path(), args=[*ARGUMENTS, TWICE])
        page = await browser.new_page(base_url=self._url, locale="nl-NL", storage_state=self._states[who])
        for name in names:
            await page.goto(self._places[name].address)
            yield name, page
        await browser.close()

    async def close(self) -> None:
        """Close all browsers."""
        for watched in self._watched.values():
            await watched.page.context.close()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def known(chromium: Browser, running_system: RunningSystem) -> AsyncIterator[Known]:
    """Made once for all pages."""
    url = running_system.web
    async with AsyncExitStack() as open_clients:
        practice = await open_clients.enter_async_context(visitor(url))
        drafter = await open_clients.enter_async_context(visitor(url))
        lead = await open_clients.enter_async_context(member(url))
        researcher = await open_clients.enter_async_context(member(url, "researcher"))
        await start_draft(drafter)
        places = await make_places(practice, lead, Mailbox(running_system.mails))
        states = {DRAFTER: state_of(drafter), LEAD: state_of(lead), RESEARCHER: state_of(researcher)}
    opened = Known(chromium, url, places, states)
    yield opened
    await opened.close()


async def _no_fault(watched: Watched) -> None:
    assert await faults_of(watched.page) == []
    assert watched.complaints == []


@pytest.mark.parametrize("name", [*FIXED, *MADE])
async def test_a_page_has_no_fault(known: Known, name: str) -> None:
    watched = await known.open(name)
    await watched.page.evaluate(UNFOLD)
    assert await watched.page.evaluate(UNSEEN) == []
    await _no_fault(watched)


async def test_with_letters_twice_as_large_nothing_sticks_out_of_the_teams_pages(known: Known) -> None:
    async for name, page in known.large(LEAD, CROWDED):
        # A search fetches its parts by itself.
        await expect(page.get_by_text("Bekijk wat hier is gevonden")).to_have_count(0)
        await page.evaluate(UNFOLD)
        for width in (1280, 640):
            await page.set_viewport_size({"width": width, "height": HEIGHT})
            assert await page.evaluate(OVERFLOW) == 0, f"{name} at {width}"


@pytest.mark.parametrize("name", MISTAKES)
async def test_a_page_with_mistakes_has_no_fault(known: Known, name: str) -> None:
    watched = await known.open(name)
    page, (field, button) = watched.page, MISTAKES[name]
    await page.evaluate(UNFOLD)
    if field:
        await page.locator(f"#{field}").fill("")
    async with page.expect_navigation():
        await page.get_by_role("main").get_by_role("button", name=button, exact=True).last.click()
    await expect(page.locator("#fouten")).to_be_focused()
    assert (await page.title()).startswith("Fout: ")
    await _no_fault(watched)


async def test_the_preview_of_a_mail_has_no_fault_beside_the_form_and_on_its_own_page(known: Known) -> None:
    watched = await known.open("case")
    page = watched.page
    await ask(page)
    await expect(page.get_by_role("region", name="Voorbeeld van de mail")).to_be_visible()
    await _no_fault(watched)
    await page.get_by_role("button", name="Bekijk de mail").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Voorbeeld van de mail")
    await _no_fault(watched)


@pytest.mark.parametrize("choice", Decision)
async def test_each_decision_unfolds_without_a_fault(known: Known, choice: Decision) -> None:
    watched = await known.open("case, asked to reopen" if choice in ABOUT_REOPENING else "case")
    await watched.page.get_by_role("radio", name=choice.label).check()
    await _no_fault(watched)


async def test_a_form_that_expired_offers_what_was_typed_again(known: Known) -> None:
    watched = await known.open("step 1")
    page = watched.page
    await page.get_by_label("Waar gaat het over?").fill("Niet kwijtraken")
    await page.evaluate("() => document.querySelector('main [name=csrf_token]').value = 'verlopen'")
    async with page.expect_navigation():
        await page.get_by_role("main").get_by_role("button", name="Volgende stap").last.click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("We weten niet zeker of dit van jou komt")
    await _no_fault(watched)
    await page.get_by_role("button", name="Verstuur opnieuw").click()
    await expect(page.get_by_label("Waar gaat het over?")).to_have_value("Niet kwijtraken")
