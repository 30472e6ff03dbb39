"""Who is away says so, is told so on top of their work, is shown as away, and comes back with one button."""

import pytest
from playwright.async_api import Page, expect

from shared import clock
from tests.browser.conftest import NewPage
from tests.browser.deciding import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
AWAY, WORK = "Je bent weg tot", "/team/mijn-werk"


async def _open_until(page: Page, address: str, text: str, *, there: bool) -> None:
    """Open a page of another service until it heard of it."""
    await page.goto(address)
    while (text in await page.content()) is not there:
        await page.reload()


@pytest.mark.parametrize(("javascript", "width"), [(True, 1280), (False, 390)])
async def test_somebody_goes_away_and_comes_back(new_page: NewPage, *, javascript: bool, width: int) -> None:
    page = await new_page(javascript=javascript, width=width)
    await sign_in(page, "researcher")
    await page.goto("/team/profiel")
    card = page.get_by_role("region", name="Even weg")
    await card.get_by_label("Wanneer ben je er weer?").fill(clock.today().isoformat())
    await card.get_by_role("button", name="Bewaar").click()
    await expect(page.get_by_role("link", name="Kies een dag na vandaag")).to_be_visible()
    await card.get_by_label("Wanneer ben je er weer?").fill(clock.working_days_after(clock.today(), 9).isoformat())
    await card.get_by_label("Wie valt in?").select_option(label="Sanne de Vries")
    await card.get_by_role("button", name="Bewaar").click()
    await expect(card.get_by_text(AWAY)).to_be_visible()
    await expect(card.get_by_text("Sanne de Vries valt in.")).to_be_visible()
    await _open_until(page, WORK, "Je staat als weg", there=True)
    await page.get_by_role("button", name="Ik ben er weer").click()
    await expect(page.get_by_text("Je bent er weer.")).to_be_visible()
    await expect(card.get_by_text(AWAY)).to_have_count(0)
    await _open_until(page, WORK, "Je staat als weg", there=False)
