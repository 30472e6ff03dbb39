"""From one page to another: what is looked at next is not the page that was left."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Page, expect


@asynccontextmanager
async def to_another_page(page: Page) -> AsyncIterator[None]:
    """Wait, after what is done in it, until another page is there and whole."""
    await page.locator("html").evaluate("here => here.toggleAttribute('data-left', true)")
    yield
    await expect(page.locator("html:not([data-left])")).to_be_attached()
    await page.wait_for_load_state()
