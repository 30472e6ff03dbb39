"""One storm from its first report to its ledger."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.storm import plan
from tests.storm.arrivals import Arrivals
from tests.storm.breaking import Breaker
from tests.storm.draining import drained, inside
from tests.storm.evidence import gather
from tests.storm.figures import Figures, figures
from tests.storm.house import House, check_item, house, sign_in
from tests.storm.journal import Deed, Journal
from tests.storm.ledger import violations
from tests.storm.plan import PlannedReport
from tests.storm.reporting import report
from tests.storm.stories import ITEM, Story
from tests.storm.visitor import GaveUp, Over, Visitor, Weather
from tests.storm.world import Team, World, visitor
from tests.telephone import Telephone

PRACTICES = 12
MEMBERS = 4
# Reports whose story still goes on, or whose mail did not come yet; practices wait while there are more.
MOST_UNDER_WAY = 60
DRAIN_PATIENCE_SECONDS = 90.0


@dataclass(frozen=True)
class Outcome:
    """What a storm came to."""

    figures: Figures
    violations: list[str]


async def storm(folder: Path, seed: int, seconds: float) -> Outcome:
    """Let a storm go over a fresh house in this folder, and settle the ledger."""
    journal, weather = Journal(folder / "journal.jsonl"), Weather()
    with house(folder) as built:
        arrivals, breaker = Arrivals(built.folder / "mail"), Breaker(built)
        async with _people(built, weather) as (team, practices):
            world = World(weather, journal, arrivals, team)
            await _open_doors(built, team)
            await _blow(world, practices, breaker, seed, seconds)
        built.require_running()
        waiting = await drained(built, time.monotonic() + DRAIN_PATIENCE_SECONDS)
        drained_at = time.time()
        arrivals.look()
        async with inside(built) as view:
            evidence = await gather(view.database, arrivals.all)
            redelivered = await view.redelivered()
    found = violations(evidence, journal)
    found += [f"waiting: {place} {count}" for place, count in waiting.items()]
    counted = figures(evidence, journal, weather, breaker.struck, found, redelivered, drained_at)
    return Outcome(counted, found)


@asynccontextmanager
async def _people(built: House, weather: Weather) -> AsyncIterator[tuple[Team, list[Visitor]]]:
    async with AsyncExitStack() as stack:
        team = [await stack.enter_async_context(visitor(built.web, weather)) for _ in range(MEMBERS)]
        telephone = Telephone()
        for member in team:
            await sign_in(member, telephone)
        practices = [await stack.enter_async_context(visitor(built.web, weather)) for _ in range(PRACTICES)]
        yield Team(team), practices


async def _open_doors(built: House, team: Team) -> None:
    """Nothing breaks before the team can do its work."""
    async with team.member() as member:
        await check_item(member, ITEM)
    async with inside(built) as view:
        while not await view.database.fetchval("select public from triage.known_items where code = $1", ITEM):
            await asyncio.sleep(0.05)


async def _blow(world: World, practices: list[Visitor], breaker: Breaker, seed: int, seconds: float) -> None:
    """Load and faults together; returns when the last fault has ended and nobody is busy any more."""
    room = asyncio.Semaphore(MOST_UNDER_WAY)
    watching = asyncio.create_task(world.arrivals.watch())
    async with asyncio.TaskGroup() as busy:
        for number, practice in enumerate(practices, 1):
            busy.create_task(_practice(world, practice, seed, number, room, busy))
        await breaker.run(plan.faults(seed, seconds))
        world.weather.close(DRAIN_PATIENCE_SECONDS)
    watching.cancel()
    with suppress(asyncio.CancelledError):
        await watching


async def _practice(
    world: World, practice: Visitor, seed: int, number: int, room: asyncio.Semaphore, busy: asyncio.TaskGroup
) -> None:
    """One practice that reports and reports."""
    for planned in plan.reports(seed, number):
        await asyncio.sleep(planned.thinking_seconds)
        await room.acquire()
        if world.weather.closing.is_set():
            room.release()
            return
        story = await _begun(world, practice, planned)
        if story is None:
            room.release()
        else:
            busy.create_task(_told(world, story, practice, room))


async def _begun(world: World, practice: Visitor, planned: PlannedReport) -> Story | None:
    try:
        status_page = await report(practice, planned, world.journal)
    except (GaveUp, AssertionError, LookupError) as error:
        world.journal.complain(f"report {planned.name}: {type(error).__name__} {error}")
        return None
    reference = next(entry.told for entry in world.journal.of(Deed.REPORT) if entry.mark == planned.email)
    return Story(world, planned, reference, status_page)


async def _told(world: World, story: Story, practice: Visitor, room: asyncio.Semaphore) -> None:
    try:
        await story.run(practice)
    except Over:
        pass
    except (GaveUp, AssertionError, LookupError, StopIteration) as error:
        world.journal.complain(f"story of {story.reference}: {type(error).__name__} {error}")
    finally:
        room.release()
