"""A person without a mouse."""

from playwright.async_api import Page

from tests.browser.leaving import to_another_page

MOST_STOPS = 60
FOCUSED = """() => {
  const here = document.activeElement, named = here.labels?.[0] ?? here;
  return here === document.body ? "the end of the page" : named.textContent.trim().replace(/\\s+/g, " ");
}"""
VISIBLE = """() => {
  const here = document.activeElement, shown = [here, here.closest(".choice")].filter(Boolean);
  return shown.some((one) => getComputedStyle(one).outlineStyle !== "none");
}"""


async def tab_to(page: Page, words: str) -> None:
    """Go on with Tab until the focus is on what has these words; each stop must be visible."""
    for _ in range(MOST_STOPS):
        await page.keyboard.press("Tab")
        stop: str = await page.evaluate(FOCUSED)
        assert await page.evaluate(VISIBLE), f"no focus to be seen on {stop!r}"
        if words in stop:
            return
    raise AssertionError(f"Tab does not reach {words!r}")


async def type_in(page: Page, field: str, text: str) -> None:
    """Fill in a field."""
    await tab_to(page, field)
    await page.keyboard.type(text)


async def pick(page: Page, first: str, *, further: int = 0) -> None:
    """Choose in a row of radios: Tab enters it at the first, arrows go further."""
    await tab_to(page, first)
    await page.keyboard.press("Space")
    for _ in range(further):
        await page.keyboard.press("ArrowDown")


async def tick(page: Page, words: str) -> None:
    """Tick a box."""
    await tab_to(page, words)
    await page.keyboard.press("Space")


async def press(page: Page, words: str) -> None:
    """Press a button or follow a link, and wait for the page it leads to."""
    await tab_to(page, words)
    async with to_another_page(page):
        await page.keyboard.press("Enter")
