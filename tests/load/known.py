"""How soon it is found what is known already, at 10,000 known things and 100,000 reports linked to them.

python -m tests.load.known [things] [links]

Things and reports are made of halves of the measured reports and of made-up words, few of them often and many seldom,
as in a language. Asked are the measured reports.
"""

import asyncio
import itertools
import random
import resource
import statistics
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import psycopg
from sqlalchemy import text
from sqlalchemy.engine import URL, make_url

from services.intake.knowing.features import Description, described, linked
from services.intake.knowing.finding import find_known
from services.intake.knowing.spelling import cuts
from shared.database import Database
from shared.database.migration import migrate
from shared.ids import new_id
from shared.privacy.allowed import ALLOWED
from tests import servers
from tests.databases import execute
from tests.knowing.quality import FILES, Report, read

THINGS, LINKS = 10_000, 100_000
WORDS, MADE_UP_WORDS = 40_000, 25
# A few matters get most reports.
OFTEN = 1.1
COUNT_LINKED = """
insert into intake.known_words (word, thing_id, own, linked)
select word, thing_id, 0, count(*) from intake.known_links, unnest(words) as word group by word, thing_id
on conflict (word, thing_id) do update set linked = excluded.linked"""
COUNT_LINKS = """
update intake.known_things set links = counted.links, practices = counted.links
from (select thing_id, count(*) as links from intake.known_links group by thing_id) as counted
where counted.thing_id = known_things.id"""


def _language(chance: random.Random) -> Iterator[str]:
    syllables = [consonant + vowel for consonant in "bdfghklmnprstvwz" for vowel in "aeiou"]
    words = ["".join(chance.choices(syllables, k=chance.randint(2, 5))) for _ in range(WORDS)]
    weights = list(itertools.accumulate(1 / (rank + 1) for rank in range(WORDS)))
    while True:
        yield from chance.choices(words, cum_weights=weights, k=1000)


def _text(reports: Sequence[Report], language: Iterator[str], chance: random.Random) -> str:
    halves = [half for report in chance.sample(reports, 2) if (half := report.text.split()[:: chance.choice((2, 3))])]
    return " ".join([word for half in halves for word in half] + list(itertools.islice(language, MADE_UP_WORDS)))


def _fill(url: URL, reports: Sequence[Report], things: int, links: int) -> None:
    chance = random.Random(1)
    language = _language(chance)
    ids = [new_id() for _ in range(things)]
    weights = [1 / (rank + 1) ** OFTEN for rank in range(things)]
    kinds = ("agreement", "agreement", "item", "dossier", "report")
    with psycopg.connect(url.set(drivername="postgresql").render_as_string(hide_password=False)) as connection:
        _copy(connection, "known_things", _thing_rows(ids, kinds))
        described_by = {one: described([(1.5, _text(reports, language, chance))]) for one in ids}
        _copy(connection, "known_words", _word_rows(described_by))
        _copy(connection, "known_spellings", _spelling_rows(described_by))
        linked_to = chance.choices(ids, weights, k=links)
        _copy(connection, "known_links", _link_rows(linked_to, lambda: _text(reports, language, chance)))
        connection.execute(COUNT_LINKED)
        connection.execute(COUNT_LINKS)
    with psycopg.connect(
        url.set(drivername="postgresql").render_as_string(hide_password=False), autocommit=True
    ) as connection:
        for table in ("things", "words", "spellings", "links"):
            connection.execute(f"vacuum analyze intake.known_{table}".encode())


def _thing_rows(ids: Sequence[Any], kinds: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    for number, one in enumerate(ids):
        kind = kinds[number % len(kinds)]
        yield one, kind, f"K{number}", "Een onderwerp", "Een antwoord.", ["hospital"], True, "2026-11-20Z", 0, 0, False


def _word_rows(described_by: Mapping[Any, Description]) -> Iterator[tuple[Any, ...]]:
    for one, said in described_by.items():
        for word, own in said.words.items():
            yield word, one, own, 0


def _spelling_rows(described_by: Mapping[Any, Description]) -> Iterator[tuple[Any, ...]]:
    spellings = {written: word for said in described_by.values() for written, word in said.spellings.items()}
    for written, word in spellings.items():
        for cut in cuts(written):
            yield cut, written, word


def _link_rows(linked_to: Sequence[Any], texts: Any) -> Iterator[tuple[Any, ...]]:
    for one in linked_to:
        yield new_id(), one, new_id(), "hospital", "2026-11-20Z", sorted(linked(texts())), "2026-11-20Z"


def _copy(connection: "psycopg.Connection[Any]", table: str, rows: Iterator[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"copy intake.{table} from stdin".encode()) as target:
        for row in rows:
            target.write_row(row)


async def _ask(url: URL, reports: Sequence[Report]) -> list[float]:
    database = Database(url.render_as_string(hide_password=False), "intake")
    taken = []
    for report in [*reports] * 3:
        async with database.transaction() as session:
            await session.execute(text("select 1"))
            began = time.perf_counter()
            await find_known(session, report.text, report.party, allowed=ALLOWED)
            taken.append(1000 * (time.perf_counter() - began))
    await database.close()
    return sorted(taken[len(reports) :])


def main() -> None:
    """Fill a database of its own and ask it."""
    things, links = [int(given) for given in sys.argv[1:]] or (THINGS, LINKS)
    reports = [report for path in FILES for report in read(path)]
    with servers.postgres() as address:
        execute(make_url(address), "create database measured")
        url = make_url(address).set(database="measured")
        migrate(url.render_as_string(hide_password=False), ["intake"])
        began = time.monotonic()
        _fill(url, reports, things, links)
        print(f"{things:,} known things, {links:,} linked reports, filled in {time.monotonic() - began:.0f} s")
        taken = asyncio.run(_ask(url, reports))
    p95, slowest = taken[int(0.95 * len(taken))], taken[-1]
    print(f"{len(taken)} texts: median {statistics.median(taken):.1f} ms, p95 {p95:.1f} ms, slowest {slowest:.1f} ms")
    print(f"memory of the asking process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
