from collections.abc import AsyncIterator, Iterator

import httpx
import pytest

from tests.mailbox import Mailbox
from tests.practice import visitor
from tests.sink import MailSink, mail_sink
from tests.system import RunningSystem, running


@pytest.fixture(scope="session")
def sink() -> Iterator[MailSink]:
    """Where the mails of the system under fault go."""
    with mail_sink() as started:
        yield started


@pytest.fixture(scope="session")
def system(sink: MailSink) -> Iterator[RunningSystem]:
    """A system without demo data, so that everything in it can be counted."""
    with running(SMTP_URL=sink.smtp) as started:
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
