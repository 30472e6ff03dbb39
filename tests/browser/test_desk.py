"""What the desk is beside its form: the start page, what is known, the pages about it, and who calls instead."""

import re

import httpx
import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.deciding import sign_in
from tests.browser.inspection import faults_of
from tests.browser.keyboard import pick, press, tab_to, tick, type_in
from tests.browser.reporting import STORY, TITLE, choose, tell_burden, tell_problem
from tests.mailbox import Mailbox
from tests.practice import an_address, report_by_api
from tests.team import case_of, decide, dossier_of, page_once

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
BOTH = pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
AGREED = "De poli stuurt patiënten naar mij voor een second opinion"
ABOUT = ("Hoe het werkt", "Privacy", "Toegankelijkheid", "Contact")


@BOTH
async def test_from_the_start_page_something_known_is_found_and_a_report_begins(
    new_page: NewPage, javascript: bool
) -> None:
    page = await new_page(javascript=javascript, width=390)
    await page.goto("/")
    await page.get_by_label("Waar gaat het over?").fill("second opinion")
    await page.get_by_role("button", name="Zoek").click()
    await expect(page).to_have_title("Gevonden over ‘second opinion’ | RegelWijzer")
    await page.get_by_role("link", name=AGREED).click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(AGREED)
    await page.go_back()
    await expect(page.get_by_label("Waar gaat het over?")).to_have_value("second opinion")
    await page.get_by_role("link", name="RegelWijzer").first.click()
    await page.get_by_role("link", name="Meld een regel", exact=True).click()
    await page.get_by_role("button", name="Begin met melden").click()
    await expect(page.get_by_text("Stap 1 van 5")).to_be_visible()


@BOTH
async def test_what_is_known_is_searched_and_leafed_through(new_page: NewPage, javascript: bool) -> None:
    page = await new_page(javascript=javascript)
    await page.goto("/kennis")
    await page.get_by_role("link", name="Volgende").click()
    # Agreements that other tests publish come after the catalogue.
    await expect(page.get_by_text(re.compile(r"26 tot en met \d+ van \d+"))).to_be_visible()
    await page.get_by_label("Waar gaat het over?").fill("xyzzy")
    await page.get_by_role("button", name="Zoek").click()
    await expect(page.get_by_text("We vonden niets dat hierop lijkt.")).to_be_visible()
    await page.get_by_role("link", name="Toon alle onderwerpen").click()
    await expect(page.get_by_role("status")).to_have_text(re.compile(r"\d+ onderwerpen"))


async def test_each_page_about_the_desk_is_one_step_from_every_other(new_page: NewPage) -> None:
    page = await new_page(javascript=False, width=320)
    await page.goto("/")
    for name in ABOUT:
        await page.get_by_role("contentinfo").get_by_role("link", name=name, exact=True).click()
        here = page.get_by_role("complementary", name="Over RegelWijzer").get_by_role("link", name=name)
        await expect(here).to_have_attribute("aria-current", "page")
    await page.get_by_role("main").get_by_role("link", name="Mijn meldingen").click()
    await expect(page.get_by_role("button", name="Mail mij een link")).to_be_visible()


@BOTH
async def test_a_member_writes_down_the_report_of_a_caller(
    new_page: NewPage, mailbox: Mailbox, lead: httpx.AsyncClient, javascript: bool
) -> None:
    page, address = await new_page(javascript=javascript), an_address()
    await sign_in(page)
    await page.get_by_role("link", name="Melding van een beller").click()
    await tell_problem(page)
    await tell_burden(page)
    await choose(page, "De beller heeft", "Gevraagd waarom dit moet")
    await choose(page, "Wil de beller meedenken?", "Nee, houd me alleen op de hoogte")
    await page.get_by_label("Naam", exact=True).fill("Noor Bakker")
    await page.get_by_role("button", name="Bewaar de melding").click()
    await page.get_by_role("link", name="Vul een e-mailadres in").click()
    await page.keyboard.type(address)
    await choose(page, "Functie", "Huisarts")
    await page.get_by_label("Praktijk", exact=True).fill("Huisartsenpraktijk De Denkbeeldige Molen")
    await choose(page, "Mogen we de naam noemen", "Nee, alleen het onderwerp")
    await page.get_by_role("button", name="Bewaar de melding").dblclick()
    await expect(page.get_by_role("heading", name="De melding is binnen")).to_be_visible()
    if javascript:
        assert await faults_of(page) == []
    found = re.search(r"RW-\d\d-\d{4}", await page.get_by_role("main").inner_text())
    assert found
    assert "Telefonisch" in await page_once(lead, f"/team/triage?lijst=alle-open&q={found[0]}", "Telefonisch")
    await mailbox.mail_to(address, "ontvangen")
    assert len(await mailbox.mails(address)) == 1


async def test_without_a_mouse_a_caller_is_helped(new_page: NewPage) -> None:
    page = await new_page()
    await sign_in(page)
    await press(page, "Melding van een beller")
    await type_in(page, "Waar gaat het over?", TITLE)
    await type_in(page, "Wat gebeurt er precies?", STORY)
    await pick(page, "Zorgverzekeraar")
    await pick(page, "Elke dag")
    await type_in(page, "Hoeveel minuten kost het per keer?", "20")
    await tick(page, "Assistente")
    await tick(page, "Nog niets gedaan")
    await pick(page, "Ja, je mag mij bellen of mailen", further=2)
    await type_in(page, "Naam", "Noor Bakker")
    await pick(page, "Huisarts")
    await type_in(page, "Praktijk", "De Denkbeeldige Molen")
    await tick(page, "De beller geeft geen e-mailadres")
    await pick(page, "Nee, alleen het onderwerp")
    await press(page, "Bewaar de melding")
    await expect(page.get_by_role("main")).to_contain_text("De code is")


async def test_without_a_mouse_something_known_is_found_and_counted_as_help(new_page: NewPage) -> None:
    page = await new_page()
    await page.goto("/")
    await type_in(page, "Waar gaat het over?", "stomamateriaal")
    await press(page, "Zoek")
    await page.goto("/kennis/R02")
    await press(page, "Ja, dit helpt mij")
    await press(page, "Ik drukte per ongeluk")
    await expect(page.get_by_role("main")).to_contain_text("Dit telt niet meer mee")


async def test_without_a_mouse_an_agreement_is_said_not_to_work(new_page: NewPage) -> None:
    page = await new_page()
    await page.goto("/kennis/R01")
    await press(page, "Nee, de afspraak werkt niet")
    await pick(page, "De ander houdt zich er niet aan")
    await _say_who(page, an_address())
    await press(page, "Verstuur")
    await expect(page.get_by_role("heading", name="Je melding is binnen")).to_be_visible()


async def test_without_a_mouse_another_practice_joins(
    new_page: NewPage, practice: httpx.AsyncClient, lead: httpx.AsyncClient
) -> None:
    title = "Bewijs van inschrijving voor de ijsbaan"
    sent = await report_by_api(practice, an_address(), titel=title)
    case = await case_of(lead, sent.reference)
    await decide(lead, case, "open_dossier", {"dossier_title": title})
    dossier = (await dossier_of(lead, case)).rpartition("/")[2]
    await page_once(practice, f"/melden/ik-ook/{dossier}", "Heb jij dit ook?")
    page = await new_page()
    await page.goto(f"/melden/ik-ook/{dossier}")
    await _say_who(page, an_address())
    await press(page, "Ik doe mee")
    await expect(page.get_by_role("heading", name="Je telt mee")).to_be_visible()


async def _say_who(page: Page, address: str) -> None:
    await type_in(page, "Je naam", "Bram Smit")
    await pick(page, "Huisarts", further=2)
    await type_in(page, "Je praktijk", "Praktijk De Bedachte Brug")
    await type_in(page, "Je e-mailadres", address)
    await tab_to(page, "Elke dag")
