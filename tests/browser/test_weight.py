"""What a first visit costs on a slow line: bytes, not seconds, and nothing that jumps while it loads."""

import pytest
from playwright.async_api import Browser

from tests.system import RunningSystem

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
MOST_BYTES = 70_000
# A tenth of what counts as good; the font that comes in moves a line by a hair.
UNSEEN = 0.01
# Answers need a round trip of their own only when they hold up what is shown: the style sheet does, scripts do not.
BLOCKING = 'link[rel="stylesheet"], script:not([defer]):not([type="module"])'
SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => list.getEntries().forEach((one) => { window.shifted += one.value; }))
  .observe({ type: "layout-shift", buffered: true });
"""


@pytest.mark.parametrize("address", ["/", "/melden", "/melden/1", "/kennis", "/privacy"])
async def test_a_first_visit_weighs_less_than_70_kilobytes_and_nothing_jumps(
    chromium: Browser, running_system: RunningSystem, address: str
) -> None:
    context = await chromium.new_context(base_url=running_system.web, viewport={"width": 390, "height": 844})
    page = await context.new_page()
    await page.add_init_script(SHIFTS)
    network = await context.new_cdp_session(page)
    sizes: list[int] = []
    network.on("Network.loadingFinished", lambda done: sizes.append(int(done["encodedDataLength"])))
    await network.send("Network.enable")
    await page.goto(address, wait_until="networkidle")
    shifted, blocking = await page.evaluate("window.shifted"), await page.locator(BLOCKING).count()
    await context.close()
    assert len(sizes) > 4
    assert sum(sizes) < MOST_BYTES
    assert shifted < UNSEEN
    assert blocking == 1
