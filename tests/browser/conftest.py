from collections.abc import AsyncIterator, Awaitable, Callable

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, StorageState, async_playwright, expect

from tests.browser.chromium import ARGUMENTS, chromium_path
from tests.browser.watched import Watched
from tests.mailbox import Mailbox
from tests.practice import visitor
from tests.system import RunningSystem
from tests.team import member

PATIENCE = 15_000  # milliseconds until something on a page counts as missing
expect.set_options(timeout=PATIENCE)

NewPage = Callable[..., Awaitable[Page]]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """One Chromium for all tests."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium_path(), args=list(ARGUMENTS))
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def new_page(chromium: Browser, running_system: RunningSystem) -> AsyncIterator[NewPage]:
    """Opens pages of visitors with nothing in their browsers, and sees at the end that no console complained."""
    contexts: list[BrowserContext] = []
    watched: list[Watched] = []

    async def make(*, javascript: bool = True, width: int = 1280, state: StorageState | None = None) -> Page:
        context = await chromium.new_context(
            base_url=running_system.web,
            viewport={"width": width, "height": 900},
            java_script_enabled=javascript,
            locale="nl-NL",
            storage_state=state,
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = await context.new_page()
        watched.append(Watched(page))
        return page

    yield make
    complaints = [complaint for one in watched for complaint in one.complaints]
    for context in contexts:
        await context.close()
    assert complaints == []


@pytest.fixture
def mailbox(running_system: RunningSystem) -> Mailbox:
    """What the system sent."""
    return Mailbox(running_system.mails)


@pytest_asyncio.fixture(loop_scope="session")
async def practice(running_system: RunningSystem) -> AsyncIterator[httpx.AsyncClient]:
    """A practice that needs no browser."""
    async with visitor(running_system.web) as client:
        yield client


@pytest_asyncio.fixture(loop_scope="session")
async def lead(running_system: RunningSystem) -> AsyncIterator[httpx.AsyncClient]:
    """The lead of the team, without a browser."""
    async with member(running_system.web) as client:
        yield client
