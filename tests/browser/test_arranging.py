"""An administrator arranges the desk, and sees that it holds elsewhere."""

import httpx
import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.inspection import faults_of
from tests.browser.parking import sign_in_as_administrator
from tests.team import page_once

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
VARIANTS = pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])


async def _arrange(page: Page, what: str) -> None:
    await sign_in_as_administrator(page)
    await page.goto("/team/beheer")
    await page.get_by_role("main").get_by_role("link", name=what, exact=True).click()


@VARIANTS
async def test_an_organisation_is_added_offered_to_practices_and_taken_off_the_list(
    new_page: NewPage, practice: httpx.AsyncClient, javascript: bool
) -> None:
    name = f"Stichting De Verzonnen Toren {'een' if javascript else 'twee'}"
    page = await new_page(javascript=javascript)
    await _arrange(page, "Organisaties")
    await page.get_by_role("link", name="Voeg een organisatie toe").click()
    await page.get_by_role("button", name="Voeg toe").click()
    await expect(page.get_by_role("alert")).to_contain_text("Vul de naam van de organisatie in")
    if javascript:
        assert await faults_of(page) == []
    await page.get_by_label("Naam", exact=True).fill(name)
    await page.get_by_label("Wat voor organisatie is dit?").select_option(label="Bedrijf")
    await page.get_by_role("button", name="Voeg toe").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(name)
    await page_once(practice, "/melden/1", name)
    await page.get_by_role("link", name="Voeg een contactpersoon toe").click()
    await page.get_by_label("Naam", exact=True).fill("Ans de Boer")
    await page.get_by_label("E-mailadres").fill("ans@toren.example")
    await page.get_by_label("Medicatie en recept").check()
    await page.get_by_role("button", name="Voeg toe").click()
    await expect(page.get_by_role("main")).to_contain_text("ans@toren.example")
    if javascript:
        assert await faults_of(page) == []
    await page.get_by_role("link", name="Haal van de lijst").click()
    await page.get_by_role("button", name="Ja, haal van de lijst").click()
    await expect(page.get_by_text("Niet meer op de lijst")).to_be_visible()
    await expect(page.get_by_text("Haalde de organisatie van de lijst.")).to_be_visible()


@VARIANTS
async def test_a_list_of_practices_is_brought_in_once_its_mistakes_are_out(new_page: NewPage, javascript: bool) -> None:
    code, name = ("01077001", "Praktijk De Houten Klaas") if javascript else ("01077002", "Praktijk De Papieren Tijger")
    page = await new_page(javascript=javascript)
    await _arrange(page, "Praktijken")
    await page.get_by_role("main").get_by_role("link", name="Zet een lijst erin").first.click()
    lines = page.get_by_label("De lijst")
    await lines.fill(f"AGB;Naam;Plaats;Regio\n{code};{name};Zeist;Oost\n12;Praktijk Fout;;")
    await page.get_by_role("button", name="Bewaar de lijst").click()
    await expect(page.get_by_text("Regel 3: de AGB-code moet 8 cijfers hebben")).to_be_visible()
    if javascript:
        assert await faults_of(page) == []
    await page.get_by_label("Sla de regels over die niet kloppen").check()
    await page.get_by_role("button", name="Bewaar de lijst").click()
    await expect(page.get_by_text("De lijst is bewaard: 1 nieuw")).to_be_visible()
    await page.get_by_role("link", name=name).click()
    await expect(page.get_by_label("AGB-code")).to_have_value(code)


async def test_a_term_that_is_changed_holds_on_other_pages(new_page: NewPage, practice: httpx.AsyncClient) -> None:
    page = await new_page(javascript=False)
    await _arrange(page, "Termijnen")
    months = page.get_by_label("Daarna vergeten we wie het meldde")
    for typed in ("18", "12"):  # and back, for the other tests
        await months.fill(typed)
        await page.get_by_role("button", name="Bewaar").click()
        await expect(page.get_by_text("1 termijn is veranderd.")).to_be_visible()
        await page_once(practice, "/privacy", f"{typed} maanden")
    await page.get_by_role("link", name="Bekijk wie wat veranderde").click()
    await expect(page.get_by_role("main")).to_contain_text("veranderd van 12 maanden in 18 maanden")
