"""The queue on an open page is fresh, and never moves under somebody's hands."""

from collections.abc import Callable

import httpx
import pytest
from playwright.async_api import Page, Response, expect

from tests.browser.conftest import NewPage
from tests.browser.deciding import sign_in
from tests.browser.inspection import faults_of
from tests.practice import REPORTS, an_address, api_report
from tests.team import PATIENCE_SECONDS

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
PATIENCE = PATIENCE_SECONDS * 1000
QUEUE = "/team/triage?lijst=alle-open&q={}"


async def _watch(page: Page, word: str) -> None:
    await sign_in(page)
    async with page.expect_request("**/team/live"):
        await page.goto(QUEUE.format(word))


async def _report(practice: httpx.AsyncClient, title: str) -> None:
    answer = await practice.post(REPORTS, json=api_report(an_address(), titel=title))
    assert answer.status_code == 201, answer.text


async def test_a_report_appears_by_itself(new_page: NewPage, practice: httpx.AsyncClient) -> None:
    page = await new_page()
    await _watch(page, "Zilverpapier")
    await expect(page.get_by_text("Geen meldingen met deze filters.")).to_be_visible()
    await _report(practice, "Zilverpapier om elk formulier")
    await expect(page.get_by_role("link", name="Zilverpapier om elk formulier")).to_be_visible(timeout=PATIENCE)


@pytest.mark.parametrize("busy", ["typing", "choosing"])
async def test_while_somebody_is_busy_the_list_waits_until_they_want_it(
    new_page: NewPage, practice: httpx.AsyncClient, busy: str
) -> None:
    word = {"typing": "Goudpapier", "choosing": "Koperpapier"}[busy]
    await _report(practice, f"{word} een")
    page = await new_page(width=390)
    await _watch(page, word)
    first = page.get_by_role("link", name=f"{word} een")
    while not await first.is_visible():
        await page.reload()
    search, tick = page.get_by_label("Zoek in meldingen"), page.locator("input.pick")
    await search.press("End")
    await (search.press_sequentially(" tw") if busy == "typing" else tick.check())
    await _report(practice, f"{word} twee")
    await expect(page.get_by_text("Er is iets veranderd in de wachtrij.")).to_be_visible(timeout=PATIENCE)
    await expect(page.get_by_role("link", name=f"{word} twee")).to_have_count(0)
    await expect(search if busy == "typing" else tick).to_be_focused()
    assert await faults_of(page) == []
    await page.get_by_role("button", name="Ververs").click()
    await expect(page.get_by_role("link", name=f"{word} twee")).to_be_visible()
    await expect(page.get_by_text("Er is iets veranderd in de wachtrij.")).to_be_hidden()


async def test_the_page_of_somebody_who_was_signed_out_meanwhile_stays_as_it_is(new_page: NewPage) -> None:
    page = await new_page()
    await page.clock.install()
    await _watch(page, "")
    rows = page.locator("[data-live]")
    shown = await rows.inner_text()
    await page.context.clear_cookies()
    async with page.expect_response("**/team/live") as line:
        await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert (await line.value).status == httpx.codes.UNAUTHORIZED
    async with (
        page.expect_response(_turned_away("/team/triage?lijst=")),
        page.expect_response(_turned_away("/team/dossiers/aantal")),
    ):
        await page.clock.run_for(PATIENCE)
    await page.wait_for_load_state("networkidle")
    assert await rows.inner_text() == shown


def _turned_away(address: str) -> Callable[[Response], bool]:
    # What was asked while somebody was still signed in may come in late.
    return lambda told: address in told.url and told.status == httpx.codes.SEE_OTHER
