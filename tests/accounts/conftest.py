from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest

from services.accounts import handlers
from shared.contracts.vocabulary import Role
from shared.database import Database
from tests.browserlike import private_key

EMAIL = "sanne@voorbeeld.nl"
PASSWORD = "een lang wachtwoord"
HOME = "192.0.2.10"

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

    async def add(email: str = EMAIL, role: Role = Role.LEAD, name: str = "Sanne de Vries") -> UUID:
        async with accounts.transaction() as session:
            return await handlers.add_member(session, name=name, email=email, role=role, password=PASSWORD)

    return add
