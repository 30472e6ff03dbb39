"""Deciding as a member of the team does in a browser."""

from playwright.async_api import Page, expect

from services.accounts.demo import DEMO_PASSWORD
from tests.practice import Sent

QUESTION = "Bij welke leverancier gebeurt dit?"
SAVE = "Bewaar beslissing"
EXPLANATION = "De afspraak geldt vanaf januari. Tot die dag mag het nog."


async def sign_in(page: Page, who: str = "lead") -> None:
    """Sign in; a member lands on the queue."""
    await page.goto("/team")
    await page.get_by_label("E-mailadres").fill(f"{who}@demo.regelwijzer.nl")
    await page.get_by_label("Wachtwoord").fill(DEMO_PASSWORD)
    await page.get_by_role("button", name="Inloggen").click()
    await expect(page).to_have_title("Wachtrij | RegelWijzer")


async def open_case(page: Page, sent: Sent, title: str) -> None:
    """Find a report in the queue and open it."""
    await page.goto(f"/team/triage?lijst=alle-open&q={sent.reference}")
    await page.get_by_role("link", name=title).click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(title)


async def ask(page: Page) -> None:
    """Fill in the decision to ask the reporter something, without saving it."""
    await page.get_by_label("Stel een vraag aan de melder").check()
    await page.get_by_label("De vraag").fill(QUESTION)
    await page.get_by_label("Reden (alleen team)").fill("We weten de leverancier niet.")


async def answer_with(page: Page, item: str) -> None:
    """Answer the report with an agreement, by its code."""
    await page.get_by_label("Er is al een afspraak").check()
    label = await page.locator("#item_id option").filter(has_text=item).first.inner_text()
    await page.get_by_label("Afspraak", exact=True).select_option(label=label)
    await _save(page, "De afspraak bestaat al.")


async def keep_closed(page: Page) -> None:
    """Refuse to open the report again."""
    await page.get_by_label("Laat de melding gesloten").check()
    await page.get_by_label("Uitleg voor de melder").fill(EXPLANATION)
    await _save(page, "De afspraak geldt later.")


async def _save(page: Page, reason: str) -> None:
    await page.get_by_label("Reden (alleen team)").fill(reason)
    await page.get_by_role("button", name=SAVE).click()
    await expect(page.get_by_role("status").first).to_contain_text("Opgeslagen.")
