import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager

import httpx
import pytest
from hypothesis import settings
from sqlalchemy.engine import URL, make_url

from deploy.embedded.prepare import LIMITS
from deploy.services import existing
from shared.database import Database
from shared.database.migration import migrate
from shared.logging import configure_logging
from tests import servers
from tests.browserlike import app_client, settings_for_tests
from tests.databases import TEMPLATE, execute, fresh_database
from tests.sharing import pytest_xdist_make_scheduler as pytest_xdist_make_scheduler
from tests.system import RunningSystem, running

# Tests send more from one address than people do, and faster.
for _name in LIMITS:
    os.environ.setdefault(_name, "0")

# A link cannot be undone, and its mail does not wait, unless a test wants that.
os.environ.setdefault("TRIAGE_UNDO_MINUTES", "0")
# Handlers that hide pieces of a text read the key from the environment, as in production.
os.environ.setdefault("SECRET_KEY", settings_for_tests().secret_key.get_secret_value())

# A machine that runs all tests at once may stand still for seconds. Those that hold us to our word use the product's.
os.environ.setdefault("ANSWER_SECONDS", "60")

# The same examples each time, so that a red run is about the change; with LONG_FAULTS=1 they are new every time.
if "LONG_FAULTS" not in os.environ:
    settings.load_profile("ci")

# As in production: otherwise structlog draws a picture of every traceback, which takes seconds.
configure_logging("WARNING", process="tests")


@pytest.fixture(scope="session")
def postgres() -> Iterator[URL]:
    """The PostgreSQL of this run, with a migrated template database."""
    with servers.postgres() as address:
        url = make_url(address)
        execute(url, f"create database {TEMPLATE}")
        migrate(_text(url.set(database=TEMPLATE)), existing())
        yield url


@pytest.fixture
def database_url(postgres: URL) -> Iterator[str]:
    """A fresh database for one test, already migrated."""
    with fresh_database(postgres) as url:
        yield _text(url)


@pytest.fixture
async def databases(database_url: str) -> AsyncIterator[Callable[[str], Database]]:
    """The database of each service by name."""
    opened: dict[str, Database] = {}

    def of(service: str) -> Database:
        return opened.setdefault(service, Database(database_url, service))

    yield of
    for database in opened.values():
        await database.close()


@pytest.fixture
def client_for(
    databases: Callable[[str], Database],
) -> Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]:
    """`async with client_for("intake") as client`: an HTTP client on the real application."""

    def make(*services: str, demo: bool = False) -> AbstractAsyncContextManager[httpx.AsyncClient]:
        return app_client({service: databases(service) for service in services}, demo=demo)

    return make


@pytest.fixture(scope="session")
def running_system() -> Iterator[RunningSystem]:
    """The whole system in processes of its own, with the demo's data and sign-ins; shared by all who only use it."""
    with running(DEMO="1") as started:
        yield started


@pytest.fixture
def nats() -> Iterator[servers.NatsServer]:
    """A nats-server of this test's own, that may be killed."""
    with servers.nats_server() as server:
        yield server


def _text(url: URL) -> str:
    return url.render_as_string(hide_password=False)
