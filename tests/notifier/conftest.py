from collections.abc import AsyncIterator, Callable

import pytest

from services.notifier.subscribers import facts
from shared.contracts.base import Fact
from shared.database import Database
from tests.facts import deliver
from tests.notifier.smtp_server import ScriptedServer, scripted_server


@pytest.fixture
def database(databases: Callable[[str], Database]) -> Database:
    """The notifier's database."""
    return databases("notifier")


@pytest.fixture
def hear(database: Database) -> Callable[..., object]:
    """`await hear(fact, …)`: the notifier hears these facts, in this order."""

    async def hear_all(*heard: Fact, times: int = 1) -> None:
        for fact in heard:
            await deliver(database, facts, fact, times=times)

    return hear_all


@pytest.fixture
async def server() -> AsyncIterator[ScriptedServer]:
    """A mail server that does what the test says."""
    async with scripted_server() as running:
        yield running
