"""Where the people of a storm meet: who they are, what they know, what they wrote down."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx

from tests.storm.arrivals import Arrivals
from tests.storm.journal import Journal
from tests.storm.visitor import PATIENCE_SECONDS, Visitor, Weather


@asynccontextmanager
async def visitor(url: str, weather: Weather) -> AsyncIterator[Visitor]:
    """Somebody new with a browser of their own."""
    async with httpx.AsyncClient(base_url=url, timeout=PATIENCE_SECONDS, trust_env=False) as client:
        yield Visitor(client, weather)


class Team:
    """The members at their desks: each does one thing at a time."""

    def __init__(self, members: list[Visitor]) -> None:
        self._free: asyncio.Queue[Visitor] = asyncio.Queue()
        for member in members:
            self._free.put_nowait(member)

    @asynccontextmanager
    async def member(self) -> AsyncIterator[Visitor]:
        """The first member who has time."""
        member = await self._free.get()
        try:
            yield member
        finally:
            self._free.put_nowait(member)


@dataclass
class World:
    """Everything the people of one storm share. `dossiers` are the titles of those that were opened."""

    weather: Weather
    journal: Journal
    arrivals: Arrivals
    team: Team
    dossiers: list[str] = field(default_factory=list)
