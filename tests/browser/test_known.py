"""What is known stands beside the text while somebody types, and another practice joins; with and without scripts."""

import asyncio
import re

import httpx
import pytest
from playwright.async_api import Page, Route, expect

from tests.browser.conftest import NewPage
from tests.browser.inspection import faults_of
from tests.browser.leaving import to_another_page
from tests.browser.reporting import choose, start, tell_problem
from tests.mailbox import Mailbox
from tests.pages import link_to
from tests.practice import an_address, report_by_api
from tests.team import case_of, decide, dossier_of, page_once

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
BOTH = pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
AGREED = "De poli stuurt patiënten naar mij voor een second opinion"
TITLE = "Zwemdiploma opvragen voor de waterpoloclub"
STORY = "De waterpoloclub wil van de huisarts een kopie van het zwemdiploma van elk nieuw lid."


async def _running(practice: httpx.AsyncClient, lead: httpx.AsyncClient, title: str) -> str:
    """A dossier about something nobody else reports; its number."""
    sent = await report_by_api(practice, an_address(), titel=title, verhaal=STORY)
    case = await case_of(lead, sent.reference)
    await decide(lead, case, "open_dossier", {"dossier_title": title})
    return (await dossier_of(lead, case)).rpartition("/")[2]


async def _tell(page: Page, title: str) -> None:
    await tell_problem(page)
    await page.get_by_label("Waar gaat het over?").fill(title)
    await page.get_by_label("Wat gebeurt er precies?").fill(STORY)


async def test_known_things_come_beside_the_text_without_taking_the_focus(
    new_page: NewPage, practice: httpx.AsyncClient, lead: httpx.AsyncClient
) -> None:
    number = await _running(practice, lead, TITLE)
    page = await new_page()
    await start(page)
    story = page.get_by_label("Wat gebeurt er precies?")
    await expect(page.get_by_text("Typ een paar woorden over wat er vastloopt")).to_be_visible()
    await page.get_by_label("Waar gaat het over?").fill(TITLE)
    await story.press_sequentially(STORY)
    join = page.get_by_role("link", name=f"Ik ook {TITLE}", exact=True)
    await expect(join).to_have_attribute("href", f"/melden/ik-ook/{number}")
    await expect(story).to_be_focused()
    await expect(page.locator("#bekend-gezegd")).to_contain_text("gevonden")
    assert await faults_of(page) == []
    await page.get_by_label("Waar gaat het over?").fill("Xyzzy plugh")
    await story.fill("Frobozz grue plover quux wibble.")
    await expect(page.get_by_text("Jouw melding is dus extra nuttig")).to_be_visible()


async def test_whoever_follows_a_link_right_after_the_last_key_loses_nothing(new_page: NewPage) -> None:
    page = await new_page()
    await start(page)
    story = page.get_by_label("Wat gebeurt er precies?")
    await story.press_sequentially("De poli vraagt een brief, elk jaar weer")
    async with to_another_page(page):
        await page.get_by_role("link", name="Terug", exact=True).click()
    for _ in range(50):  # what was sent on leaving may come in after this page was asked for
        await page.goto("/melden/1")
        if await story.input_value():
            break
    await expect(story).to_have_value("De poli vraagt een brief, elk jaar weer")


async def test_when_looking_fails_it_says_so_and_the_form_goes_on(new_page: NewPage) -> None:
    page = await new_page()
    await page.route("**/melden/bekend", lambda route: route.fulfill(status=503))
    await start(page)
    await page.get_by_label("Wat gebeurt er precies?").press_sequentially("De poli vraagt een brief")
    await expect(page.get_by_text("Zoeken lukt nu niet. Je kunt gewoon verder met je melding.")).to_be_visible()


async def test_what_is_typed_before_the_scripts_come_is_looked_up_as_well(new_page: NewPage) -> None:
    page, come = await new_page(), asyncio.Event()

    async def late(route: Route) -> None:
        await come.wait()
        await route.continue_()

    await page.goto("/melden")
    await page.route("**/js/*.js*", late)
    await page.get_by_role("button", name="Begin met melden").click(no_wait_after=True)
    await page.get_by_label("Wat gebeurt er precies?").press_sequentially("Frobozz grue plover quux wibble.")
    come.set()
    await expect(page.get_by_text("Jouw melding is dus extra nuttig")).to_be_visible()


@BOTH
async def test_another_practice_joins_a_dossier(
    new_page: NewPage, practice: httpx.AsyncClient, lead: httpx.AsyncClient, mailbox: Mailbox, javascript: bool
) -> None:
    title = f"{TITLE}, met script" if javascript else f"{TITLE} zonder"
    await _running(practice, lead, title)
    page, address = await new_page(javascript=javascript, width=390), an_address()
    await start(page)
    await _tell(page, title)
    await page.get_by_role("main").get_by_role("button", name="Volgende stap").last.click()
    await expect(page.get_by_role("heading", name="Is dit al bekend?", level=1)).to_be_visible()
    if javascript:
        assert await faults_of(page) == []
    await page.get_by_role("link", name=f"Ik ook {title}", exact=True).click()
    if javascript:
        assert await faults_of(page) == []
    await page.get_by_label("Je naam", exact=True).fill("Bram Smit")
    await choose(page, "Je functie", "Assistente")
    await page.get_by_label("Je praktijk", exact=True).fill("Praktijk De Bedachte Brug")
    await page.get_by_label("Je e-mailadres").fill(address)
    await page.get_by_role("button", name="Ik doe mee").dblclick()
    await page.get_by_role("heading", name="Je telt mee").wait_for()
    mail = await mailbox.mail_to(address, "Je telt mee")
    assert title in " ".join(mail.text.split())
    found = re.search(r"RW-\d\d-\d{4}", await page.get_by_role("main").inner_text())
    assert found
    listed = await page_once(lead, f"/team/triage?lijst=afgehandeld&q={found[0]}", 'class="t"')
    case = (await lead.get(link_to(listed, "/team/triage/[0-9a-f-]{36}"))).text
    assert "Ik ook: gekoppeld aan dossier" in case
    assert len(await mailbox.mails(address)) == 1


@BOTH
async def test_what_is_known_helps_and_that_is_counted_and_taken_back(
    new_page: NewPage, lead: httpx.AsyncClient, javascript: bool
) -> None:
    page = await new_page(javascript=javascript, width=390)
    await start(page)
    await tell_problem(page)
    await page.get_by_label("Waar gaat het over?").fill(AGREED)
    if javascript:
        await expect(page.get_by_text("Bewaard")).to_be_visible()
        await page.get_by_role("link", name=f"Dit helpt mij {AGREED}", exact=True).click()
        await page.get_by_role("button", name="Ja, dit helpt mij").dblclick()
    else:
        await page.get_by_role("main").get_by_role("button", name="Volgende stap").last.click()
        await page.get_by_role("button", name=f"Dit helpt mij {AGREED}", exact=True).click()
    await expect(page.get_by_role("heading", name="Fijn dat je geholpen bent")).to_be_visible()
    if javascript:
        assert await faults_of(page) == []
    item = page.url.replace("/melden/geholpen/", "/kennis/")
    assert "1 keer geholpen zonder melding" in await page_once(lead, item, "1 keer geholpen zonder melding")
    await page.get_by_role("button", name="Ik drukte per ongeluk").click()
    await expect(page.get_by_text("Dit telt niet meer mee")).to_be_visible()
    assert await page_once(lead, item, "0 keer geholpen zonder melding")
    await page.goto("/melden/1")
    await expect(page.get_by_label("Waar gaat het over?")).to_have_value(AGREED)


@BOTH
async def test_an_agreement_does_not_work(
    new_page: NewPage, lead: httpx.AsyncClient, mailbox: Mailbox, javascript: bool
) -> None:
    page, address = await new_page(javascript=javascript, width=390), an_address()
    await page.goto("/kennis/R01")
    await page.get_by_role("link", name="Nee, de afspraak werkt niet").click()
    await page.get_by_role("button", name="Verstuur").click()
    await expect(page.get_by_role("link", name="Kies wat er niet werkt")).to_be_visible()
    if javascript:
        assert await faults_of(page) == []
    await choose(page, "Wat werkt er niet?", "De ander houdt zich er niet aan")
    await page.get_by_label("Je naam", exact=True).fill("Bram Smit")
    await choose(page, "Je functie", "Assistente")
    await page.get_by_label("Je praktijk", exact=True).fill("Praktijk De Bedachte Brug")
    await page.get_by_label("Je e-mailadres").fill(address)
    await page.get_by_role("button", name="Verstuur").dblclick()
    await page.get_by_role("heading", name="Je melding is binnen").wait_for()
    found = re.search(r"RW-\d\d-\d{4}", await page.get_by_role("main").inner_text())
    assert found
    case = (await lead.get(await case_of(lead, found[0]))).text
    assert ": De ander houdt zich er niet aan." in case
    await page_once(lead, "/kennis/R01", "De ander houdt zich er niet aan: ")
    await mailbox.mail_to(address, "waarom de afspraak bij jou niet werkt")
    assert len(await mailbox.mails(address)) == 1
