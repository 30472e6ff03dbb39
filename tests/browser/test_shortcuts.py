"""Shortcut keys, for who wants them: through a list, into a case and to the search, and never while somebody types."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.deciding import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
QUEUE, PROFILE = "/team/triage?lijst=alle-open", "/team/profiel#sneltoetsen"


async def _row(page: Page) -> int:
    """The row that has the focus, from 1 on; 0 when none has."""
    found: int = await page.evaluate("document.activeElement.closest('tr')?.rowIndex ?? 0")
    return found


async def _rows(page: Page, keys: str) -> list[int]:
    found = []
    for key in keys:
        await page.keyboard.press(key)
        found.append(await _row(page))
    return found


async def _open_when_heard(page: Page) -> None:
    """Open the queue, once triage heard that the keys are on."""
    await page.goto(QUEUE)
    while not await page.locator("#sneltoetsen-hulp").count():
        await page.reload()


async def test_keys_go_through_a_list_when_somebody_switched_them_on(new_page: NewPage) -> None:
    page, other = await new_page(), await new_page()
    for browser in (page, other):
        await sign_in(browser, "researcher")
    await page.goto(QUEUE)
    assert await _rows(page, "jx") == [0, 0]
    await page.goto(PROFILE)
    await page.get_by_role("button", name="Zet de sneltoetsen aan").click()
    await expect(page.get_by_role("button", name="Zet de sneltoetsen uit")).to_be_visible()
    await _open_when_heard(other)
    await _open_when_heard(page)
    assert await _rows(page, "jjkk") == [1, 2, 1, 1]
    await page.keyboard.press("x")
    await expect(page.locator("input.pick:checked")).to_have_count(1)
    await page.keyboard.press("x")
    await expect(page.locator("input.pick:checked")).to_have_count(0)
    await _help_and_search(page)
    await page.goto(PROFILE)
    await page.get_by_role("button", name="Zet de sneltoetsen uit").click()
    await expect(page.get_by_role("button", name="Zet de sneltoetsen aan")).to_be_visible()
    await page.keyboard.press("?")
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def _help_and_search(page: Page) -> None:
    await page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Sneltoetsen")
    await expect(dialog).to_contain_text("Ga naar de volgende rij")
    await page.keyboard.press("j")
    assert await _row(page) == 0
    await page.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()
    await page.keyboard.press("/")
    search = page.get_by_role("searchbox", name="Zoek in alles")
    await expect(search).to_be_focused()
    await page.keyboard.type("jx?/")
    await expect(search).to_have_value("jx?/")
    await expect(dialog).to_be_hidden()
