from collections.abc import Awaitable, Callable
from uuid import UUID

import httpx
import pytest

from services.accounts import handlers
from shared.contracts.vocabulary import Role
from shared.database import Database
from tests.browserlike import post_form, private_key
from tests.telephone import Telephone

EMAIL = "sanne@voorbeeld.nl"
PASSWORD = "een lang wachtwoord"
HOME = "192.0.2.10"
SIGN_IN, CODE_PAGE, APP_PAGE = "/team/inloggen", "/team/inloggen/code", "/team/inloggen/app"

Add = Callable[..., Awaitable[UUID]]


@pytest.fixture(autouse=True)
def accounts_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Accounts' own settings, with hashes that cost next to nothing."""
    monkeypatch.setenv("ACCOUNTS_SESSION_PRIVATE_KEY", private_key())
    monkeypatch.setenv("ACCOUNTS_ARGON2_MEMORY_KIB", "16")


@pytest.fixture
def accounts(databases: Callable[[str], Database]) -> Database:
    """The database of accounts."""
    return databases("accounts")


@pytest.fixture
def add_member(accounts: Database) -> Add:
    """`await add_member()`: somebody on the team, in a transaction of its own."""

    async def add(email: str = EMAIL, role: Role = Role.EDITOR, name: str = "Sanne de Vries") -> UUID:
        async with accounts.transaction() as session:
            return await handlers.add_member(session, name=name, email=email, role=role, password=PASSWORD)

    return add


async def sign_in(client: httpx.AsyncClient, email: str = EMAIL) -> Telephone:
    """Sign in for the first time; who needs an app sets it up."""
    telephone = Telephone()
    answer = await post_form(client, SIGN_IN, {"e-mailadres": email, "wachtwoord": PASSWORD})
    assert answer.status_code == 303, answer.text
    if answer.headers["location"].startswith(CODE_PAGE):
        code = telephone.scan((await client.get(APP_PAGE)).text)
        done = await post_form(client, APP_PAGE, {"code": code})
        assert done.status_code == 200, done.text
        telephone.keep(done.text)
    return telephone
