"""Reporting as a person does in a browser: by the words on the screen."""

import re

from playwright.async_api import Page

from tests.browser.leaving import to_another_page
from tests.practice import Sent

TITLE = "Elk jaar opnieuw een machtiging"
STORY = "De leverancier vraagt elk jaar een nieuwe machtiging voor stomamateriaal."
NEXT = "Volgende stap"
SEND = "Verstuur melding"


async def start(page: Page) -> None:
    """From the start page to the first step."""
    await page.goto("/melden")
    await page.get_by_role("button", name="Begin met melden").click()


async def press_next(page: Page) -> None:
    """On to the next step, also when something is known about the first one."""
    async with to_another_page(page):
        await page.get_by_role("main").get_by_role("button", name=NEXT).last.click()
    if page.url.endswith("/melden/bekend"):
        await page.get_by_role("link", name="Nee, mijn melding is anders").click()


async def choose(page: Page, question: str, *answers: str) -> None:
    """Tick these answers to a question."""
    for answer in answers:
        await page.get_by_role("group", name=question).get_by_label(answer, exact=True).check()


async def tell_problem(page: Page) -> None:
    """Step 1."""
    await page.get_by_label("Waar gaat het over?").fill(TITLE)
    await page.get_by_label("Wat gebeurt er precies?").fill(STORY)
    await choose(page, "Van wie komt deze regel of vraag?", "Zorgverzekeraar")


async def tell_burden(page: Page) -> None:
    """Step 2."""
    await choose(page, "Hoe vaak komt het voor", "Een paar keer per maand")
    await page.get_by_label("Hoeveel minuten kost het per keer?").fill("20")
    await choose(page, "Wie doet dit werk?", "Huisarts", "Assistente")


async def tell_own_action(page: Page) -> None:
    """Step 3."""
    await choose(page, "Ik heb", "Gevraagd waarom dit moet")
    await page.get_by_label("Wat gebeurde er toen?").fill("Ze wisten het ook niet.")
    await choose(page, "Wil je meedenken?", "Nee, houd me alleen op de hoogte")


async def tell_who(page: Page, email: str) -> None:
    """Step 4."""
    await page.get_by_label("Je naam", exact=True).fill("Noor Bakker")
    await choose(page, "Je functie", "Huisarts")
    await page.get_by_label("Je praktijk", exact=True).fill("Huisartsenpraktijk De Denkbeeldige Molen")
    await page.get_by_label("Je e-mailadres").fill(email)
    await choose(page, "Mogen we je naam noemen", "Nee, alleen het onderwerp")


async def fill_in_all(page: Page, email: str) -> None:
    """From the start page to the check page, with everything ticked but not sent."""
    await start(page)
    await tell_problem(page)
    await press_next(page)
    await tell_burden(page)
    await press_next(page)
    await tell_own_action(page)
    await press_next(page)
    await tell_who(page, email)
    await press_next(page)
    await page.get_by_label("Ik heb gecontroleerd").check()


async def report(page: Page, email: str) -> Sent:
    """Report in five steps, up to the confirmation."""
    await fill_in_all(page, email)
    await page.get_by_role("button", name=SEND).click()
    return await confirmed(page, email)


async def confirmed(page: Page, email: str) -> Sent:
    """What the confirmation on the screen says."""
    await page.get_by_role("heading", name="Je melding is binnen").wait_for()
    found = re.search(r"RW-\d\d-\d{4}", await page.get_by_role("main").inner_text())
    assert found
    address = re.sub(r"^https?://[^/]+|/bevestiging$", "", page.url)
    return Sent(found.group(), address, email)
