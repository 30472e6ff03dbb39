"""A message that a service cannot handle: an administrator notices, tries again, and sees it handled."""

import httpx
import pytest
from playwright.async_api import Page, Route, expect

from shared.web.navigation import PARKED, PARKED_PLACES
from tests.browser.conftest import NewPage
from tests.browser.inspection import faults_of
from tests.browser.parking import (
    PLACE,
    TITLE,
    broken,
    mend,
    open_message,
    poison,
    sign_in_as_administrator,
    until_it_says,
)
from tests.system import RunningSystem

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
RETRY, DROP, BACK = "Probeer opnieuw", "Gooi weg", "Zet terug"


async def _press(page: Page, button: str) -> None:
    async with page.expect_navigation():
        await page.get_by_role("main").get_by_role("button", name=button, exact=True).click()


async def _whole(page: Page) -> None:
    """Nothing is wrong with this page at any width, and no text of the report is on it."""
    assert await faults_of(page) == []
    assert "Kanarievogel" not in await page.content()


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
async def test_a_message_that_cannot_be_handled_is_parked_tried_again_and_gone_once_the_cause_is(
    new_page: NewPage, running_system: RunningSystem, practice: httpx.AsyncClient, javascript: bool
) -> None:
    admin = await new_page(javascript=javascript)
    await sign_in_as_administrator(admin)
    async with broken(running_system) as cause:
        await poison(practice)
        await open_message(admin)
        assert running_system.status("/health/ready") == 200
        await expect(admin.get_by_text("Wacht op jou")).to_be_visible()
        await _press(admin, RETRY)
        await until_it_says(admin, "Weer mislukt", javascript=javascript)
        assert TITLE not in await admin.content()
        await mend(cause)
    await _press(admin, RETRY)
    await until_it_says(admin, "Dit bericht is verwerkt", javascript=javascript)
    await admin.goto(PLACE)
    await expect(admin.get_by_text("Er is niets geparkeerd.")).to_be_visible()


async def test_an_administrator_is_told_drops_with_a_reason_and_puts_back(
    new_page: NewPage, running_system: RunningSystem, practice: httpx.AsyncClient
) -> None:
    admin = await new_page()
    await sign_in_as_administrator(admin)
    async with broken(running_system) as cause:
        await poison(practice)
        await open_message(admin)
        await expect(admin.get_by_role("navigation", name="Werkplek").locator(".alarm")).to_have_text("1")
        await _whole(admin)
        await _press(admin, DROP)
        await expect(admin.locator("#fouten")).to_be_focused()
        await _whole(admin)
        await admin.get_by_label("Waarom mag dit bericht weg?").fill("Een proef van ons")
        await _press(admin, DROP)
        await expect(admin.get_by_text("Reden: Een proef van ons").first).to_be_visible()
        await _whole(admin)
        await admin.goto(f"{PLACE}/weggegooid")
        await _whole(admin)
        await admin.locator("a.t").first.click()
        await _press(admin, BACK)
        await admin.goto(PLACE)
        await _whole(admin)
        await mend(cause)
    await admin.get_by_role("button", name="Probeer 1 bericht opnieuw").click()
    await until_it_says(admin, "Er is niets geparkeerd.", javascript=True)
    await _whole(admin)
    await admin.goto(f"{PLACE}/logboek")
    await _whole(admin)
    await admin.locator("ol.log a").first.click()
    await expect(admin.get_by_role("heading", level=1)).to_have_text("Dit bericht is verwerkt")
    await _whole(admin)
    await expect(admin.get_by_role("navigation", name="Werkplek").locator(".alarm")).to_be_hidden()


async def test_the_page_above_all_services_says_which_one_does_not_answer(new_page: NewPage) -> None:
    admin = await new_page()
    await sign_in_as_administrator(admin)

    async def is_away(route: Route) -> None:
        await route.fulfill(status=502)

    await admin.route(f"**{PARKED}/notifier/aantal", is_away)
    await admin.goto(PARKED)
    await expect(admin.get_by_role("row").filter(has_text="triage")).to_contain_text("Niets")
    await expect(admin.get_by_role("row").filter(has_text="notifier")).to_contain_text("Dit deel antwoordt niet")
    await _whole(admin)
    await admin.unroute_all()
    await admin.get_by_role("link", name="Berichten", exact=True).click()
    await expect(admin.get_by_role("heading", level=1)).to_have_text("Geparkeerd bij Berichten")


async def test_without_javascript_the_page_above_all_services_leads_to_each(new_page: NewPage) -> None:
    admin = await new_page(javascript=False)
    await sign_in_as_administrator(admin)
    await admin.get_by_role("navigation", name="Werkplek").get_by_role("link", name="Geparkeerd").click()
    await expect(admin.get_by_text("Bekijk de lijst")).to_have_count(len(PARKED_PLACES))
    await admin.get_by_role("link", name="Bekijk de lijst van Wachtrij").click()
    await expect(admin.get_by_role("heading", level=1)).to_have_text("Geparkeerd bij Wachtrij")
