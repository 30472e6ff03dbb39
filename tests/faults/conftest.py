import asyncio
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
from sqlalchemy.engine import URL

from deploy.services import durables_of, existing
from shared.messaging.provisioning import provision
from tests import servers
from tests.databases import fresh_database
from tests.faults.apart import Apart, apart
from tests.mailbox import Mailbox
from tests.practice import visitor
from tests.sink import MailSink, mail_sink
from tests.system import ANSWER_SECONDS, RunningSystem, running


@pytest.fixture(scope="session")
def sink() -> Iterator[MailSink]:
    """Where the mails of the system under fault go."""
    with mail_sink() as started:
        yield started


@pytest.fixture(scope="session")
def system(sink: MailSink) -> Iterator[RunningSystem]:
    """A system without demo data, so that everything in it can be counted."""
    with running(SMTP_URL=sink.smtp, ANSWER_SECONDS=ANSWER_SECONDS) as started:
        yield started


@pytest.fixture
def mailbox(sink: MailSink) -> Mailbox:
    """What the system sent."""
    return Mailbox(sink.web)


@pytest.fixture
async def practice(system: RunningSystem) -> AsyncIterator[httpx.AsyncClient]:
    """A practice with a browser."""
    async with visitor(system.web) as client:
        yield client


@pytest.fixture(scope="session")
def _apart(postgres: URL, sink: MailSink) -> Iterator[Apart]:
    durables = [durable for service in existing() for durable in durables_of(service)]
    with fresh_database(postgres) as database, servers.nats_server() as nats:
        asyncio.run(provision(nats.url, durables))
        with apart(database, nats.port, sink.smtp) as started:
            yield started


@pytest.fixture
def parts(_apart: Apart) -> Iterator[Apart]:
    """Web and worker on lines that break; whole again after each test."""
    yield _apart
    _apart.heal()


@pytest.fixture
async def desk(parts: Apart) -> AsyncIterator[httpx.AsyncClient]:
    """A practice with a browser, at the web process of `parts`."""
    async with visitor(parts.url) as client:
        yield client
