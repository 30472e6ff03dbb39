"""Two members of the team on one case at once: the second sees the difference and loses nothing."""

import httpx
import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.deciding import QUESTION, SAVE, ask, open_case, sign_in
from tests.browser.inspection import faults_of
from tests.practice import Sent, an_address, report_by_api
from tests.team import PATIENCE_SECONDS, case_of

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
PATIENCE = PATIENCE_SECONDS * 1000
TITLE = "Twee keer dezelfde verklaring"
NAME, REASON = "Verklaringen die twee keer moeten", "Dit horen we vaker."
SECOND_TITLE = "Een vragenlijst per kwartaal"
NEWS = "Er is iets veranderd in deze melding. Wat je typt, blijft staan."


async def _open(page: Page, sent: Sent, who: str) -> None:
    await sign_in(page, who)
    await open_case(page, sent, TITLE)


async def _open_dossier(page: Page) -> None:
    await page.get_by_label("Open een nieuw dossier").check()
    await page.get_by_label("Naam van het dossier").fill(NAME)
    await page.get_by_label("Reden (alleen team)").fill(REASON)


async def _ask_and_save(page: Page) -> None:
    await ask(page)
    await page.get_by_role("button", name=SAVE).click()
    await expect(page.get_by_role("status").first).to_contain_text("Opgeslagen. Vraag gesteld")


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
async def test_the_second_sees_the_difference_and_loses_nothing(
    new_page: NewPage, practice: httpx.AsyncClient, lead: httpx.AsyncClient, javascript: bool
) -> None:
    sent = await report_by_api(practice, an_address(), titel=TITLE)
    await case_of(lead, sent.reference)
    first = await new_page(javascript=javascript)
    second = await new_page(javascript=javascript, width=1280 if javascript else 390)
    await _open(first, sent, "researcher")
    await _open(second, sent, "lead")
    await _open_dossier(second)
    await _ask_and_save(first)
    if javascript:
        await expect(second.get_by_text(NEWS)).to_be_visible(timeout=PATIENCE)
        await expect(second.locator("#zaak .log")).to_contain_text(QUESTION)
    await second.get_by_role("button", name=SAVE).click()
    difference = second.get_by_role("region", name="paste dit net aan. Bekijk het verschil.")
    for shown in ("Te beoordelen", "Wacht op melder", QUESTION):
        await expect(difference).to_contain_text(shown)
    if javascript:
        assert await faults_of(second) == []
        await second.set_viewport_size({"width": 390, "height": 900})
        assert await faults_of(second) == []
    await expect(second.get_by_label("Naam van het dossier")).to_have_value(NAME)
    await expect(second.get_by_label("Reden (alleen team)")).to_have_value(REASON)
    await second.get_by_role("button", name=SAVE).click()
    await expect(second.get_by_role("status").first).to_contain_text("Opgeslagen. Nieuw dossier geopend")


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
async def test_two_reports_that_tell_the_same_are_compared_merged_and_taken_apart(
    new_page: NewPage, practice: httpx.AsyncClient, lead: httpx.AsyncClient, javascript: bool
) -> None:
    first, second = [await report_by_api(practice, an_address(), titel=TITLE) for _ in range(2)]
    await case_of(lead, first.reference)
    await case_of(lead, second.reference)
    page = await new_page(javascript=javascript)
    await _open(page, second, "lead")
    await page.get_by_role("link", name="Is dit dezelfde melding als een andere?").click()
    await page.get_by_label("Kenmerk van de andere melding").fill(first.reference)
    await page.get_by_role("button", name="Vergelijk").click()
    await expect(page.get_by_role("region", name=first.reference)).to_contain_text("Zorgverzekeraar")
    if javascript:
        assert await faults_of(page) == []
    await page.get_by_label("Reden (alleen team)").fill("Woord voor woord hetzelfde.")
    await page.get_by_role("button", name="Voeg samen").click()
    await expect(page.get_by_role("status").first).to_contain_text(
        f"{second.reference} gaat mee met {first.reference}."
    )
    await page.goto(f"/team/triage?q={second.reference}")
    await expect(page.get_by_text("Geen meldingen met deze filters.")).to_be_visible()
    await open_case(page, second, TITLE)
    await page.get_by_role("button", name="Haal uit elkaar").click()
    await expect(page.get_by_role("status").first).to_contain_text("gaat weer een eigen weg")


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
async def test_a_report_about_two_rules_is_split_and_led_back(
    new_page: NewPage, practice: httpx.AsyncClient, lead: httpx.AsyncClient, javascript: bool
) -> None:
    sent = await report_by_api(practice, an_address(), titel=TITLE)
    await case_of(lead, sent.reference)
    page = await new_page(javascript=javascript, width=1280 if javascript else 390)
    await _open(page, sent, "researcher")
    await page.get_by_role("link", name="Gaat dit over twee regels? Splits de melding").click()
    button = page.get_by_role("button", name="Splits de melding")
    await page.get_by_label("Waar gaat de andere regel over?").fill(SECOND_TITLE)
    await button.click()
    await expect(page.get_by_role("alert")).to_contain_text("Beschrijf in minstens één zin wat er gebeurt")
    if javascript:
        assert await faults_of(page) == []
    await page.get_by_label("Wat gebeurt er precies?").fill("Daarnaast is er ook een vragenlijst per kwartaal.")
    await page.get_by_label("Waarom is dit een andere regel?").fill("Die staat in een andere afspraak.")
    await button.click()
    await expect(page.get_by_role("status").first).to_contain_text("Gesplitst. Het tweede deel is RW-")
    second = page.get_by_role("region", name="De andere delen").get_by_role("link", name=SECOND_TITLE)
    words = await second.inner_text()
    await case_of(lead, words.partition(":")[0])
    await second.click()
    split = page.get_by_role("region", name="Gesplitst")
    await expect(split).to_contain_text(f"Dit is een deel van {sent.reference}")
    await split.get_by_role("link", name="Is het toch één regel? Voeg ze weer samen").click()
    await expect(page.get_by_role("region", name=sent.reference)).to_contain_text(TITLE)
