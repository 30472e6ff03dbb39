"""Tasks for a report, as a member keeps them in a browser."""

import re
from datetime import timedelta

import httpx
import pytest
from playwright.async_api import expect

from shared import clock
from tests.browser.conftest import NewPage
from tests.browser.deciding import open_case, sign_in
from tests.practice import an_address, report_by_api
from tests.team import case_of

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
TITLE, WHAT = "Een formulier voor elke verlenging", "Vraag de leverancier om het formulier."


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
async def test_a_task_is_added_done_taken_away_put_back_and_stands_at_mijn_werk(
    new_page: NewPage, practice: httpx.AsyncClient, lead: httpx.AsyncClient, javascript: bool
) -> None:
    sent = await report_by_api(practice, an_address(), titel=TITLE)
    await case_of(lead, sent.reference)
    page = await new_page(javascript=javascript, width=1280 if javascript else 390)
    await sign_in(page, "researcher")
    await open_case(page, sent, TITLE)
    await page.get_by_role("link", name="Voeg een taak toe").click()
    save = page.get_by_role("button", name="Bewaar de taak")
    await page.get_by_label("Wat moet er gebeuren?").fill(WHAT)
    await save.click()
    await expect(page.get_by_role("alert")).to_contain_text("Vul een datum in")
    await page.get_by_label("Wanneer is het klaar?").fill((clock.today() + timedelta(days=3)).isoformat())
    await save.click()
    said, mine = page.get_by_role("status").first, page.get_by_role("region", name="Taken", exact=True)
    await expect(said).to_contain_text("Opgeslagen. De taak is toegevoegd.")
    await expect(page.get_by_text("Er staat nog 1 taak open")).to_be_visible()
    await mine.get_by_role("button", name=re.compile("^Klaar")).click()
    await expect(said).to_contain_text("De taak is klaar.")
    await mine.get_by_role("button", name="Toch niet klaar").click()
    await expect(said).to_contain_text("De taak staat weer open.")
    await mine.get_by_role("button", name=f"Verwijder taak {WHAT}").click()
    await expect(said).to_contain_text("De taak is weg.")
    await page.get_by_role("button", name="Ongedaan maken").click()
    await expect(mine).to_contain_text(WHAT)
    await page.goto("/team/mijn-werk")
    row = page.get_by_role("region", name="Taken bij meldingen").get_by_role("row").filter(has_text=sent.reference)
    await row.get_by_role("link", name=WHAT).click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
