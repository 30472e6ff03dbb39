"""Signing in with the account of an organisation, in a browser: away to its page, and back to the one they wanted."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import pytest
import uvicorn
from playwright.async_api import Page, expect

from services.accounts import handlers
from services.accounts import organisation as provider
from services.accounts.routes import router
from shared.contracts.vocabulary import Role
from shared.database import Database
from shared.web.app import WebService, create_app
from tests.accounts.organisation import CLIENT_ID, CLIENT_SECRET, TURN_BACK, Person, organisation
from tests.browser.conftest import NewPage
from tests.browser.inspection import HEIGHT, WIDTHS, faults_of
from tests.browser.leaving import to_another_page
from tests.browserlike import private_key, settings_for_tests

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
NAME, EMAIL = "Sanne de Vries", "sanne@voorbeeld.nl"
WANTED = "/team/beheer/mensen"
PEOPLE = {
    "Sanne": Person("sanne", {"email": EMAIL, "email_verified": True, "amr": ["mfa"]}),
    "Vreemde": Person("vreemde", {"email": "wie@voorbeeld.nl", "email_verified": True}),
}


@pytest.fixture
def served(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Where accounts is, with a sign-in of an organisation beside its own."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        with organisation(address) as there:
            there.people = PEOPLE
            monkeypatch.setenv("ACCOUNTS_SESSION_PRIVATE_KEY", private_key())
            monkeypatch.setenv("ACCOUNTS_OIDC_ISSUER", there.issuer)
            monkeypatch.setenv("ACCOUNTS_OIDC_CLIENT_ID", CLIENT_ID)
            monkeypatch.setenv("ACCOUNTS_OIDC_CLIENT_SECRET", CLIENT_SECRET)
            monkeypatch.setenv("ACCOUNTS_OIDC_NAME", "UNICUM")
            provider.forget()
            asyncio.run(_hire(database_url))
            with _accounts(database_url, address, listening):
                yield address


@contextmanager
def _accounts(database_url: str, address: str, listening: socket.socket) -> Iterator[None]:
    app = create_app(
        settings_for_tests(public_url=address),
        [WebService("accounts", [router])],
        {"accounts": Database(database_url, "accounts")},
    )
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, timeout_graceful_shutdown=1))
    thread = Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()


async def _hire(database_url: str) -> None:
    database = Database(database_url, "accounts")
    async with database.transaction() as session:
        await handlers.add_member(session, name=NAME, email=EMAIL, role=Role.RESEARCHER, password="een lang wachtwoord")
    await database.close()


async def _leave(page: Page) -> None:
    await page.get_by_role("link", name="Log in met UNICUM").click()
    await expect(page).to_have_title("Organisation")


async def _be(page: Page, who: str) -> None:
    async with to_another_page(page):
        await page.get_by_role("button", name=who).click()


@pytest.mark.parametrize("javascript", [True, False])
async def test_somebody_goes_to_their_organisation_and_comes_back_where_they_wanted_to_be(
    served: str, new_page: NewPage, javascript: bool
) -> None:
    page = await new_page(javascript=javascript)
    heading = page.get_by_role("heading", level=1)
    await page.goto(f"{served}{WANTED}")
    await _leave(page)
    await _be(page, "Vreemde")
    await expect(heading).to_have_text("We kennen dit account niet")
    assert not javascript or await faults_of(page) == []
    await page.get_by_role("link", name="Terug naar inloggen").click()
    await expect(heading).to_have_text("Inloggen")
    await _leave(page)
    await _be(page, TURN_BACK)
    await expect(page.get_by_text("Je ging terug bij UNICUM. Er is niets gebeurd.")).to_be_visible()
    await page.goto(f"{served}{WANTED}")
    await _leave(page)
    await _be(page, "Sanne")
    await expect(page).to_have_url(f"{served}{WANTED}")
    await page.set_viewport_size({"width": WIDTHS[0], "height": HEIGHT})
    await expect(page.get_by_role("link", name=NAME).first).to_be_visible()
    await page.get_by_role("button", name="Uitloggen").first.click()
    await expect(heading).to_have_text("Inloggen")
    await page.goto(f"{served}{WANTED}")
    await expect(heading).to_have_text("Inloggen")
