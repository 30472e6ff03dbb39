"""Reporting with Tab, Space and Enter alone."""

import httpx
import pytest
from playwright.async_api import expect

from tests.browser.conftest import NewPage
from tests.browser.keyboard import pick, press, tab_to, tick, type_in
from tests.browser.reporting import STORY, TITLE, confirmed
from tests.mailbox import Mailbox
from tests.pages import open_form
from tests.practice import an_address, report_by_api
from tests.team import case_of, decide, page_once

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_a_report_can_be_made_without_a_mouse(new_page: NewPage, mailbox: Mailbox) -> None:
    page, address = await new_page(), an_address()
    await page.goto("/melden")
    await press(page, "Begin met melden")
    await type_in(page, "Waar gaat het over?", TITLE)
    await type_in(page, "Wat gebeurt er precies?", STORY)
    await pick(page, "Zorgverzekeraar", further=1)
    await press(page, "Volgende stap")
    await press(page, "Nee, mijn melding is anders")
    await pick(page, "Elke dag")
    await type_in(page, "Hoeveel minuten kost het per keer?", "20")
    await tick(page, "Assistente")
    await press(page, "Volgende stap")
    await tick(page, "Gevraagd waarom dit moet")
    await type_in(page, "Wat gebeurde er toen?", "Ze wisten het niet.")
    await pick(page, "Ja, je mag mij bellen of mailen")
    await press(page, "Volgende stap")
    await type_in(page, "Je naam", "Noor Bakker")
    await pick(page, "Huisarts")
    await type_in(page, "Je praktijk", "De Denkbeeldige Molen")
    await type_in(page, "Je e-mailadres", address)
    await pick(page, "Nee, alleen het onderwerp")
    await press(page, "Volgende stap")
    await expect(page.get_by_role("main")).to_contain_text("Ziekenhuis of specialist")
    await tick(page, "Ik heb gecontroleerd")
    await press(page, "Verstuur melding")
    await confirmed(page, address)
    await mailbox.mail_to(address)


async def test_the_first_stop_jumps_over_the_menu(new_page: NewPage) -> None:
    page = await new_page()
    await page.goto("/melden")
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Ga naar de inhoud")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator("#inhoud")).to_be_focused()


async def test_enter_in_a_field_goes_on_and_not_back(new_page: NewPage) -> None:
    page = await new_page()
    await page.goto("/melden/1")
    await page.get_by_label("Waar gaat het over?").fill(TITLE)
    async with page.expect_navigation():
        await page.keyboard.press("Enter")
    await expect(page).to_have_title("Fout: Stap 1 van 5: Welke regel of taak zit je in de weg? | RegelWijzer")


async def test_an_answer_is_changed_with_the_keyboard_alone(
    new_page: NewPage, practice: httpx.AsyncClient, lead: httpx.AsyncClient
) -> None:
    page = await new_page()
    sent = await report_by_api(practice, an_address())
    case = await case_of(lead, sent.reference)
    form = await open_form(lead, case, "/beslissing")
    await decide(lead, case, "agreement", {"item_id": form.code_of("item_id", "R01")})
    await page_once(practice, sent.status_page, "echt opgelost?")
    await page.goto(sent.status_page)
    await press(page, "Ja, opgelost")
    await expect(page.get_by_role("main")).to_contain_text("ja, opgelost")
    await tab_to(page, "Verander je antwoord")
    await page.keyboard.press("Enter")
    await press(page, "Een beetje")
    await expect(page.get_by_role("main")).to_contain_text("een beetje")
