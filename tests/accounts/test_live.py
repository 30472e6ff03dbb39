"""Pages that are open hear in which service something changed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from tests.pages import submit
from tests.practice import an_address, report_by_api, visitor
from tests.system import RunningSystem
from tests.team import member

LIVE = "/team/live"
AS_A_LINE = {"Accept": "text/event-stream"}
SOON = 10


@asynccontextmanager
async def _looking_on(team: httpx.AsyncClient) -> AsyncIterator[AsyncIterator[str]]:
    async with team.stream("GET", LIVE, timeout=SOON, headers=AS_A_LINE) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        yield (line.removeprefix("data: ") async for line in stream.aiter_lines() if line.startswith("data: "))


async def test_a_report_and_what_follows_from_it_are_told_at_once(running_system: RunningSystem) -> None:
    async with member(running_system.web) as team, visitor(running_system.web) as practice, _looking_on(team) as told:
        await report_by_api(practice, an_address())
        expected = {"intake", "triage", "notifier"}
        async with asyncio.timeout(SOON):
            async for service in told:
                expected.discard(service)
                if not expected:
                    return


async def test_whoever_signs_out_in_another_window_hears_nothing_more(running_system: RunningSystem) -> None:
    async with member(running_system.web) as team, _looking_on(team) as told:
        assert (await submit(team, "/team/triage", "/team/uitloggen", {})).status_code == 303
        async with asyncio.timeout(SOON):
            async for _ in told:
                pass
        assert (await team.get(LIVE, headers=AS_A_LINE)).status_code == httpx.codes.UNAUTHORIZED
        assert (await team.get(LIVE)).status_code == httpx.codes.SEE_OTHER
