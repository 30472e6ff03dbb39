"""The moment at which somebody is asked whether a text is about a patient, as they meet it in a browser."""

import httpx
import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.deciding import sign_in
from tests.browser.inspection import faults_of
from tests.browser.parking import sign_in_as_administrator
from tests.browser.reporting import choose, press_next, start, tell_problem
from tests.practice import an_address, report_by_api
from tests.team import case_of

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
BSN = "111222333"
STORY = (
    f"Voor mevrouw Wielinga moest het drie keer over. Haar BSN is {BSN}. "
    "Collega Ten Broek belde mevrouw Oude Luttikhuis."
)
HEADING = "Staat hier iets over een patiënt?"
GO_ON = "Verberg en ga verder"
VARIANTS = pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])


async def _tell(page: Page) -> None:
    await start(page)
    await tell_problem(page)
    await page.get_by_label("Wat gebeurt er precies?").fill(STORY)


@VARIANTS
async def test_each_piece_is_shown_in_its_sentence_and_hidden_unless_somebody_says_otherwise(
    new_page: NewPage, javascript: bool
) -> None:
    page = await new_page(javascript=javascript)
    await _tell(page)
    await press_next(page)
    await expect(page.get_by_role("heading", level=1)).to_have_text(HEADING)
    await expect(page.locator("mark")).to_have_text(["Wielinga", BSN, "Oude Luttikhuis"])
    await expect(page.get_by_text("Haar BSN is 111222333.")).to_be_visible()
    # A BSN leaves no choice.
    await expect(page.get_by_role("radio")).to_have_count(4)
    await expect(page.get_by_text("Dit nummer verbergen we altijd.")).to_be_visible()
    if javascript:
        assert await faults_of(page) == []
    group = page.get_by_role("group").filter(has_text="Oude Luttikhuis")
    await group.get_by_label("Dit gaat niet over een patiënt").check()
    await page.get_by_role("button", name=GO_ON).click()
    await page.get_by_role("link", name="Nee, mijn melding is anders").click()
    await expect(page.get_by_text("Stap 2 van 5")).to_be_visible()
    await page.get_by_role("button", name="Vorige stap").click()
    story = page.get_by_label("Wat gebeurt er precies?")
    await expect(story).to_have_value(
        "Voor mevrouw [naam verborgen] moest het drie keer over. Haar BSN is [bsn verborgen]. "
        "Collega Ten Broek belde mevrouw Oude Luttikhuis."
    )
    # What was decided is not asked again.
    await press_next(page)
    await expect(page.get_by_text("Stap 2 van 5")).to_be_visible()


@VARIANTS
async def test_whoever_wants_to_change_the_text_finds_it_as_it_was(new_page: NewPage, javascript: bool) -> None:
    page = await new_page(javascript=javascript)
    await _tell(page)
    await press_next(page)
    await page.get_by_role("button", name="Pas mijn tekst zelf aan").click()
    story = page.get_by_label("Wat gebeurt er precies?")
    await expect(story).to_have_value(STORY)
    await expect(page.get_by_role("alert")).to_contain_text("Haal hier weg waaraan je een patiënt herkent")
    await story.fill("Voor een patiënt moest het drie keer over, elke week weer.")
    await press_next(page)
    await expect(page.get_by_text("Stap 2 van 5")).to_be_visible()


async def test_whoever_types_is_warned_when_they_leave_the_field_and_loses_no_focus(new_page: NewPage) -> None:
    page = await new_page()
    await _tell(page)
    await page.get_by_label("Wat gebeurt er precies?").focus()
    await page.keyboard.press("Tab")
    warning = page.locator(".note", has_text=HEADING)
    await expect(warning.locator("mark")).to_have_text(["Wielinga", BSN, "Oude Luttikhuis"])
    assert await faults_of(page) == []
    await page.get_by_label("Wat gebeurt er precies?").fill("Voor een patiënt moest het drie keer over.")
    await page.keyboard.press("Tab")
    await expect(warning).to_have_count(0)


@VARIANTS
async def test_an_administrator_puts_a_name_on_the_list_and_takes_it_off(new_page: NewPage, javascript: bool) -> None:
    page = await new_page(javascript=javascript)
    await sign_in_as_administrator(page)
    await page.goto("/team/beheer/namen")
    await page.get_by_role("button", name="Zet op de lijst").click()
    await expect(page.get_by_role("alert")).to_contain_text("Vul een naam in")
    if javascript:
        assert await faults_of(page) == []
    await page.get_by_label("Welke naam?").fill("Oude Luttikhuis")
    await choose(page, "Van wie of wat is deze naam?", "Iets anders")
    await page.get_by_role("button", name="Zet op de lijst").click()
    if await page.get_by_role("alert").count():
        await page.get_by_label("Ja, zet deze naam toch op de lijst").check()
        await page.get_by_role("button", name="Zet op de lijst").click()
    await expect(page.get_by_text("‘Oude Luttikhuis’ staat op de lijst.")).to_be_visible()
    await page.get_by_role("button", name="Haal weg Oude Luttikhuis").click()
    await expect(page.get_by_text("‘Oude Luttikhuis’ is van de lijst.")).to_be_visible()
    await page.get_by_role("main").get_by_role("link", name="Logboek").click()
    await expect(page.get_by_role("main")).to_contain_text("Haalde van de lijst: Oude Luttikhuis")
    if javascript:
        assert await faults_of(page) == []


@VARIANTS
async def test_somebody_of_the_team_hides_a_piece_of_a_report_for_good(
    new_page: NewPage, practice: httpx.AsyncClient, lead: httpx.AsyncClient, javascript: bool
) -> None:
    title = "Brief voor de kapster op de hoek"
    sent = await report_by_api(practice, an_address(), titel=title, verhaal="Elke week weer zo een brief.")
    page = await new_page(javascript=javascript)
    await sign_in(page)
    await page.goto(await case_of(lead, sent.reference))
    await page.get_by_role("link", name="Staat hier iets over een patiënt? Verberg het").click()
    await page.get_by_role("button", name="Bekijk wat er verdwijnt").click()
    await expect(page.get_by_role("alert")).to_contain_text("Vul in welk stukje weg moet")
    await page.get_by_label("Welk stukje moet weg?").fill("KAPSTER op de hoek")
    await page.get_by_label("Iets anders over een patiënt").check()
    if javascript:
        assert await faults_of(page) == []
    await page.get_by_role("button", name="Bekijk wat er verdwijnt").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Wil je dit voorgoed verbergen?")
    await expect(page.get_by_text("Brief voor de [verwijderd]", exact=True)).to_be_visible()
    if javascript:
        assert await faults_of(page) == []
    await page.get_by_role("button", name="Nee, pas aan").click()
    await expect(page.get_by_label("Welk stukje moet weg?")).to_have_value("KAPSTER op de hoek")
    await page.get_by_role("button", name="Bekijk wat er verdwijnt").click()
    await page.get_by_role("button", name="Verberg voorgoed").click()
    await expect(page.get_by_role("region", name="Al verborgen")).to_contain_text("Iets anders over een patiënt: door")
    await expect(page.get_by_role("region", name="Wat er staat")).not_to_contain_text("kapster")
    await expect(page.get_by_role("region", name="Wat er staat")).to_contain_text("Elke week weer zo een brief")
