"""What members do every day besides deciding, with the keyboard alone: look something up, take it, want a list."""

import re

import httpx
import pytest
from playwright.async_api import expect

from tests.browser.conftest import NewPage
from tests.browser.deciding import sign_in
from tests.browser.inspection import faults_of
from tests.browser.keyboard import press, type_in
from tests.browser.leaving import to_another_page
from tests.practice import an_address, report_by_api
from tests.team import case_of

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
async def test_a_report_is_found_taken_given_back_and_a_list_is_wanted_and_not(
    new_page: NewPage, practice: httpx.AsyncClient, lead: httpx.AsyncClient, javascript: bool
) -> None:
    word = "Kwikstaartpas" if javascript else "Koolmeespas"
    await case_of(lead, (await report_by_api(practice, an_address(), titel=f"{word} bij elk bezoek")).reference)
    page = await new_page(javascript=javascript)
    await sign_in(page)
    await type_in(page, "Zoek in alles", word)
    async with to_another_page(page):
        await page.keyboard.press("Enter")
    if javascript:
        # Each part comes from its own service.
        await expect(page.get_by_text("Bekijk wat hier is gevonden")).to_have_count(0)
    else:
        await press(page, "Bekijk wat hier is gevonden: Meldingen")
    await press(page, f"{word} bij elk bezoek")
    await expect(page.get_by_role("heading", level=1)).to_have_text(f"{word} bij elk bezoek")
    handler = page.get_by_role("region", name="Behandelaar")
    await press(page, "Ik neem deze")
    await expect(handler.locator(".who")).to_contain_text("Sanne de Vries")
    await press(page, "Ongedaan maken")
    await expect(handler.locator(".who")).to_have_text("Nog niemand")
    await page.goto("/team/profiel")
    wanted = page.get_by_role("region", name="Ochtendlijst")
    await press(page, "Zet de ochtendlijst aan")
    await expect(wanted).to_contain_text("Staat aan.")
    await press(page, "Zet de ochtendlijst uit")
    await expect(wanted).to_contain_text("Staat uit.")


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
async def test_who_links_many_begins_with_a_standard_text(
    new_page: NewPage, practice: httpx.AsyncClient, lead: httpx.AsyncClient, javascript: bool
) -> None:
    cases = [await case_of(lead, (await report_by_api(practice, an_address())).reference) for _ in range(2)]
    chosen = "&".join(f"gekozen={case.rpartition('/')[2]}_1_" for case in cases)
    page = await new_page(javascript=javascript, width=1280 if javascript else 390)
    await sign_in(page)
    await page.goto(f"/team/triage/koppelen?{chosen}")
    message = page.get_by_label("Bericht aan de melders")
    await page.get_by_label("Reden (alleen team)").fill("Dezelfde regel.")
    await message.fill("Dag allemaal.")
    await page.get_by_label("Begin met een standaardtekst").select_option(label="Meer praktijken hebben dit")
    await page.get_by_role("button", name="Zet in het bericht").click()
    await expect(message).to_have_value(re.compile("^Dag allemaal\\.\\s+Meer praktijken hebben hier last van"))
    await expect(page.get_by_label("Reden (alleen team)")).to_have_value("Dezelfde regel.")
    await expect(page.get_by_text("Dit geldt voor 2 meldingen:")).to_be_visible()
    if javascript:
        assert await faults_of(page) == []
