"""Letters twice as large, colours of one's own, nothing that moves, and paper."""

import httpx
import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.chromium import ARGUMENTS, TWICE, chromium_path
from tests.browser.conftest import NewPage
from tests.browser.inspection import OVERFLOW
from tests.browser.keyboard import tab_to
from tests.intake.filled_in import API_REPORT
from tests.practice import REPORTS, an_address, api_report, report_by_api
from tests.system import RunningSystem

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
ADDRESSES = (
    "/",
    "/hoe-het-werkt",
    "/melden",
    "/melden/1",
    "/kennis",
    "/kennis/R01",
    "/melden/werkt-niet/R01",
    "/volgen",
)
LONG_WORD = "Zorgverzekeringswetmachtigingsaanvraagformulierenverwerkingsprocedure"
STYLE = "([selector, name]) => getComputedStyle(document.querySelector(selector))[name]"


async def _style(page: Page, selector: str, name: str) -> str:
    found: str = await page.evaluate(STYLE, [selector, name])
    return found


async def test_with_letters_twice_as_large_nothing_sticks_out(
    chromium: Browser, running_system: RunningSystem, practice: httpx.AsyncClient
) -> None:
    long = await report_by_api(practice, an_address(), titel=LONG_WORD, praktijk=LONG_WORD)
    large = await chromium.browser_type.launch(executable_path=chromium_path(), args=[*ARGUMENTS, TWICE])
    page = await large.new_page(base_url=running_system.web)
    for address in (*ADDRESSES, long.status_page):
        await page.goto(address)
        assert await _style(page, "body", "fontSize") == "34px"
        for width in (1280, 640):
            await page.set_viewport_size({"width": width, "height": 900})
            assert await page.evaluate(OVERFLOW) == 0, f"{address} at {width}"
    await large.close()


async def test_in_colours_of_ones_own_choices_and_focus_are_to_be_seen(new_page: NewPage) -> None:
    page = await new_page()
    await page.emulate_media(forced_colors="active")
    await page.goto("/melden/1")
    assert await _style(page, "#vanWie", "appearance") == "auto"
    await tab_to(page, "Zorgverzekeraar")


async def test_nothing_moves_for_who_wants_no_motion(new_page: NewPage) -> None:
    page = await new_page()
    await page.goto("/")
    assert await _style(page, "html", "scrollBehavior") == "smooth"
    await page.emulate_media(reduced_motion="reduce")
    assert await _style(page, "html", "scrollBehavior") == "auto"


async def test_on_paper_a_status_page_holds_what_was_told_and_nothing_to_press(
    new_page: NewPage, practice: httpx.AsyncClient
) -> None:
    sent = await report_by_api(practice, an_address())
    page = await new_page()
    await page.goto(sent.status_page)
    await page.emulate_media(media="print")
    await expect(page.get_by_text(API_REPORT["verhaal"])).to_be_visible()
    await expect(page.get_by_text("Wij zijn aan zet")).to_be_visible()
    await expect(page.get_by_text("Wat kun je nog doen?")).to_be_hidden()


async def test_on_paper_number_and_code_stand_alone(new_page: NewPage, practice: httpx.AsyncClient) -> None:
    without = {name: value for name, value in api_report("").items() if name != "email"} | {"geenEmail": True}
    sent = (await practice.post(REPORTS, json=without)).json()
    page = await new_page()
    await page.goto(f"{httpx.URL(sent['statusUrl']).path}/bevestiging")
    await page.emulate_media(media="print")
    await expect(page.get_by_text(sent["kenmerk"])).to_be_visible()
    await expect(page.get_by_text("/volgen")).to_be_visible()
    assert await page.get_by_role("button").count() == await page.get_by_role("contentinfo").count() == 0
