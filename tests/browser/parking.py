"""A cause that keeps research from handling reports with one title, until it is taken away."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import asyncpg
import httpx
from playwright.async_api import Page, expect

from services.accounts.demo import DEMO_PASSWORD
from shared.web.navigation import PARKED
from tests.practice import an_address, report_by_api
from tests.system import RunningSystem

if TYPE_CHECKING:
    Connection = asyncpg.Connection[asyncpg.Record]

PLACE = f"{PARKED}/research"
PATIENCE_SECONDS = 30
TITLE = "Kanarievogel zingt vals"
# Class 22 is what PostgreSQL says of content it cannot store: such a message is parked at once.
BREAK = f"""
    create function research.refuse_it() returns trigger language plpgsql as $$
        begin raise exception 'Kanarievogel' using errcode = '22023'; end $$;
    create trigger refuse_it before insert on research.reports for each row
        when (new.title = '{TITLE}') execute function research.refuse_it()"""
MEND = "drop trigger if exists refuse_it on research.reports; drop function if exists research.refuse_it()"


@asynccontextmanager
async def broken(system: RunningSystem) -> "AsyncIterator[Connection]":
    """A while in which the cause is there; `mend` on the connection ends it sooner."""
    connection = await asyncpg.connect(system.variables["DATABASE_URL"].replace("+asyncpg", ""))
    await connection.execute(BREAK)
    try:
        yield connection
    finally:
        await connection.execute(MEND)
        await connection.close()


async def mend(connection: "Connection") -> None:
    """Take the cause away."""
    await connection.execute(MEND)


async def poison(practice: httpx.AsyncClient) -> None:
    """Report something that research cannot handle now."""
    await report_by_api(practice, an_address(), titel=TITLE)


async def sign_in_as_administrator(page: Page) -> None:
    """Sign in; an administrator lands on the queue as everybody of the team."""
    await page.goto("/team")
    await page.get_by_label("E-mailadres").fill("admin@demo.regelwijzer.nl")
    await page.get_by_label("Wachtwoord").fill(DEMO_PASSWORD)
    await page.get_by_role("button", name="Inloggen").click()
    await expect(page).to_have_title("Wachtrij | RegelWijzer")


async def open_message(page: Page) -> None:
    """The newest parked message, once it is there."""
    await page.goto(PLACE)
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not await page.locator("a.t").count():
            await page.reload()
    await page.locator("a.t").last.click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Geparkeerd bericht")


async def until_it_says(page: Page, words: str, *, javascript: bool) -> None:
    """Wait for the page to tell how the new try ended; without JavaScript a person reloads it."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not javascript and not await page.get_by_text(words).count():
            await page.reload()
    await expect(page.get_by_text(words).first).to_be_visible(timeout=PATIENCE_SECONDS * 1000)
