from collections.abc import AsyncIterator

import httpx
import pytest

from tests.mailbox import Mailbox
from tests.practice import visitor
from tests.system import RunningSystem
from tests.team import member


@pytest.fixture
def mailbox(running_system: RunningSystem) -> Mailbox:
    """What the system sent."""
    return Mailbox(running_system.mails)


@pytest.fixture
async def practice(running_system: RunningSystem) -> AsyncIterator[httpx.AsyncClient]:
    """A practice with a browser."""
    async with visitor(running_system.web) as client:
        yield client


@pytest.fixture
async def lead(running_system: RunningSystem) -> AsyncIterator[httpx.AsyncClient]:
    """The lead of the team, signed in."""
    async with member(running_system.web) as client:
        yield client
