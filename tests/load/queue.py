"""How soon the queue answers among many cases: its pages, filters and search, and the first part of its file.

python -m tests.load.queue 100000

Fills a database of its own with cases whose texts are those of the reports people work with here, shuffled, and asks
through the application, as a browser would; without the network in between.
"""

import asyncio
import gc
import random
import resource
import sys
import time
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
from psycopg.types.json import Jsonb
from sqlalchemy.engine import URL, make_url

from services.triage.queue_filter import QueueFilter, View
from services.triage.reading.queue import asked_by
from services.triage.routes.export import parts
from shared import clock
from shared.contracts.vocabulary import Frequency, ImposedBy, Theme
from shared.database import Database
from shared.database.migration import migrate
from shared.ids import new_id
from shared.logging import configure_logging
from tests import servers
from tests.browserlike import app_client, sign_in_as
from tests.databases import execute
from tests.knowing.quality import FILES, read
from tests.load.timing import ROUNDS, WARMING_UP, Times, rows_of, tell, times_of

CASES, FEW = 100_000, 100
# As on a desk that keeps up badly: nearly half still open.
STATES = ("new",) * 6 + ("question_open",) * 2 + ("reopen_requested",) + ("linked",) * 7 + ("answered", "closed") * 2
COLUMNS = (
    "report_id", "reference", "state", "reaction", "version", "title", "words", "imposed_by", "report", "practice_id",
    "minutes_per_month", "submitted_at", "due_on", "next_actor", "changed_at", "assigned_to", "resembles_id", "theme",
    "theme_chosen", "region",
)  # fmt: skip
# Each resembles two others.
LIKENESSES = """
insert into triage.likenesses (report_id, found, found_at)
select report_id, jsonb_build_array(
    jsonb_build_object('kind', 'report', 'thing_id', coalesce(lag(report_id) over by_id, report_id), 'score', 0.7),
    jsonb_build_object('kind', 'report', 'thing_id', coalesce(lead(report_id) over by_id, report_id), 'score', 0.6)
), now()
from triage.cases window by_id as (order by report_id) on conflict do nothing
"""
ASKED = {
    "queue": "",
    "all open": "lijst=alle-open",
    "handled": "lijst=afgehandeld",
    "to link": "lijst=te-koppelen",
    "about": "lijst=alle-open&thema=medication",
    "region, common": "lijst=alle-open&regio=Oost",
    "region, rare": "lijst=alle-open&regio=Eiland",
    "region, rare, handled": "lijst=afgehandeld&regio=Eiland",
    "region, not known": "lijst=alle-open&regio=onbekend",
    "heaviest first": "lijst=alle-open&eerst=uren",
    "from whom": "lijst=alle-open&van=pharmacy",
    "mine": "lijst=alle-open&wie=ik",
    "of nobody, this week": "wie=niemand&periode=week",
    "left lying": "lijst=alle-open&soort=blijft-liggen",
    "by phone": "lijst=alle-open&soort=telefonisch",
    "with files": "lijst=alle-open&soort=bijlagen",
    "search, common word": "lijst=alle-open&q=patient",
    "search, two words": "lijst=alle-open&q=machtiging+zorgverzekeraar",
    "search, rare word": "lijst=alle-open&q=zeldzaamwoord",
    "search, reference": "lijst=alle-open&q=rw-26-{number}",
    "search, nothing": "lijst=alle-open&q=bestaatnergens",
}


def _rows(numbers: range, handlers: Sequence[Any]) -> Any:
    chance = random.Random(numbers.start)
    texts = [report.text for path in FILES for report in read(path)]
    now = clock.now()
    for number in numbers:
        state = chance.choice(STATES)
        story = " ".join(chance.choice(texts).split()[: chance.randint(20, 80)] + chance.choice(texts).split()[:40])
        story += " zeldzaamwoord" if number % 5000 == 7 else ""
        reference, sent = f"RW-26-{number:05d}", now - timedelta(hours=chance.expovariate(1 / 1500))
        report: dict[str, Any] = {"story": story, "organisation": None, "attachments": [], "by_mail": True}
        report |= {"frequency": chance.choice(list(Frequency)).value, "minutes": 10}
        if number % 200 == 3:
            report["attachments"] = [{"id": str(new_id())}]
        report["entered_by_name"] = "Mo" if number % 50 == 0 else None
        handler = chance.choice(handlers) if chance.random() < 0.3 else None
        yield (
            new_id(), reference, state, state == "reopen_requested" or chance.random() < 0.05, 1, story[:60],
            f"{reference} {story}".lower(), chance.choice(list(ImposedBy)).value, Jsonb(report), new_id(),
            chance.expovariate(1 / 300), sent, (sent + timedelta(days=7)).date(), "team",
            sent + timedelta(hours=chance.expovariate(1 / 100)), handler, new_id() if chance.random() < 0.3 else None,
            chance.choice(list(Theme)).value, False, _region(number, chance),
        )  # fmt: skip


def _region(number: int, chance: random.Random) -> str | None:
    # One practice in seven is not on the list.
    return "Eiland" if number % 5000 == 9 else chance.choice(("Noord", "Oost", "Zuid", "West", "Midden", "Stad", None))


def _fill(url: URL, already: int, cases: int, handlers: Sequence[Any]) -> None:
    address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        copied = f"copy triage.cases ({', '.join(COLUMNS)}) from stdin".encode()
        with connection.cursor() as cursor, cursor.copy(copied) as target:
            for row in _rows(range(already, cases), handlers):
                target.write_row(row)
        connection.execute(LIKENESSES)
        # What is not on disk yet does not count as seen by all.
        connection.execute("checkpoint")
        connection.execute("vacuum analyze triage.cases, triage.likenesses")


async def _measure(url: URL, cases: int) -> None:
    database = Database(url.render_as_string(hide_password=False), "triage")
    async with app_client({"triage": database}, demo=False) as client:
        colleagues = [await sign_in_as(client, [database], name=f"Collega {number}") for number in range(6)]
        # As a web process does when it starts.
        gc.freeze()
        had: dict[str, Times] = {}
        for already, size in ((0, FEW), (FEW, cases)):
            _fill(url, already, size, [one.id for one in colleagues])
            print(f"\n{size:,} cases, {ROUNDS} times each, in ms")
            taken: dict[str, Times] = {}
            for what, query in ASKED.items():
                address = f"/team/triage?{query}"
                taken[what] = await times_of(client, address)
                tell(what, taken[what], had, await rows_of(client, address))
            taken["first of the file"] = await _first_parts(database, colleagues[0].id)
            tell("first of the file", taken["first of the file"], had)
            had = taken
    await database.close()


async def _first_parts(database: Database, member_id: UUID) -> Times:
    return [await _first_part(database, member_id) for _ in range(WARMING_UP + ROUNDS)][WARMING_UP:]


async def _first_part(database: Database, member_id: UUID) -> float:
    began = time.perf_counter()
    async for _ in parts(database, asked_by(QueueFilter(View.OPEN), member_id)):
        break
    return 1000 * (time.perf_counter() - began)


def main() -> None:
    """Fill a database of its own and ask."""
    configure_logging("WARNING", process="load")
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else CASES
    with servers.postgres() as address:
        execute(make_url(address), "create database measured")
        url = make_url(address).set(database="measured")
        migrate(url.render_as_string(hide_password=False), ["triage"])
        asyncio.run(_measure(url, cases))
    print(f"memory of the asking process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
