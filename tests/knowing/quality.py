"""How well a text is led to what is known already: `python -m tests.knowing.quality [reports.yaml …]`.

A file holds `reports`, each with `id`, `title`, `story`, `about` (codes of the catalogue, the first one counts most)
and `party` (from whom the rule comes). All goes through the services' own handlers on a real database. While a
report is asked, it is not linked. Each file is asked once more with typing errors: in every eight words, one.
"""

import asyncio
import random
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from string import ascii_lowercase
from uuid import UUID

import yaml
from pydantic import BaseModel, ConfigDict
from sqlalchemy.engine import make_url

from deploy.seed import files
from deploy.seed.delivery import Delivery
from services.intake.forms import ReportForm
from services.intake.handlers import knowing as keeping
from services.intake.handlers.likeness import AT_MOST
from services.intake.handlers.reporting import submit_report
from services.intake.knowing.finding import find_alike, find_known
from services.knowledge.handlers import import_catalogue
from services.triage.domain import ENOUGH_TO_LINK
from shared import clock
from shared.contracts.base import Fact
from shared.contracts.knowledge import ItemPublishedV1
from shared.database import Database
from shared.database.migration import migrate
from shared.privacy.allowed import ALLOWED
from tests import servers
from tests.databases import execute

HERE = Path(__file__).parent
FILES = (HERE / "reports.yaml", HERE / "paraphrases.yaml")
UNSEEN = HERE / "unseen.yaml"
WORDS_TO_AN_ERROR, SHORTEST = 8, 4
FIRST = 3
SERVICES = ("intake", "knowledge")


class Report(BaseModel):
    """A report with the items it is about."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    title: str
    story: str
    party: str
    about: list[str]

    @property
    def text(self) -> str:
        """What the reporter types."""
        return f"{self.title}\n{self.story.strip()}"


@dataclass
class Measured:
    """What was found for the reports of one file, asked in one way."""

    asked: int = 0
    found: int = 0
    fitting_nothing: int = 0
    shown_for_nothing: int = 0
    misses: list[str] = field(default_factory=list)


class Known:
    """A database in which everything of the catalogue is known, and reports can be linked to it."""

    def __init__(self, intake: Database, items: dict[str, UUID]) -> None:
        self.intake = intake
        self._items = items
        self._linked: dict[str, UUID] = {}

    async def link(self, reports: Sequence[Report]) -> None:
        """Let the team link each report to the first item it is about."""
        for report in reports:
            if report.about:
                async with self.intake.transaction() as session:
                    receipt = await submit_report(session, _form(report), key="a key of the measurement")
                    item = self._items[report.about[0]]
                    await keeping.link_report(session, receipt.report_id, item, clock.now())
                self._linked[report.id] = receipt.report_id

    async def unlink(self) -> None:
        """Forget all reports."""
        async with self.intake.transaction() as session:
            for report_id in self._linked.values():
                await keeping.forget_report(session, report_id)
        self._linked.clear()

    async def measure(self, reports: Sequence[Report], *, with_origin: bool) -> Measured:
        """Ask each report, while it is not linked itself."""
        seen = Measured()
        for report in reports:
            hits = await self.ask(report, with_origin=with_origin)
            codes = [code for code, _ in hits]
            if not report.about:
                seen.fitting_nothing += 1
                seen.shown_for_nothing += bool(hits)
                outcome = not hits
            else:
                seen.asked += 1
                outcome = bool(set(codes[:FIRST]) & set(report.about))
                seen.found += outcome
            if not outcome:
                shown = ", ".join(f"{code} {score:.2f}" for code, score in hits[:FIRST]) or "nothing"
                seen.misses.append(f"{report.id} {'/'.join(report.about) or 'nothing'}: {report.title!r} got {shown}")
        return seen

    async def ask(self, report: Report, *, with_origin: bool) -> list[tuple[str, float]]:
        """What is shown for a report: codes with their scores."""
        async with self.intake.transaction() as session:
            if linked := self._linked.get(report.id):
                await keeping.forget_report(session, linked)
            origin = report.party if with_origin else None
            found = await find_known(session, report.text, origin, allowed=ALLOWED)
            await session.rollback()
        return [(one.key, one.score) for one in found]

    async def proposed(self, reports: Sequence[Report]) -> tuple[int, int]:
        """How many reports resemble an item so much that the team is proposed it, and how many of them rightly."""
        proposed = right = 0
        for report in reports:
            async with self.intake.transaction() as session:
                found = await find_alike(session, report.text, report.party, per_kind=AT_MOST, limit=AT_MOST)
            most = max(found, key=lambda one: one.score, default=None)
            if most and most.score >= ENOUGH_TO_LINK:
                proposed += 1
                right += most.key in report.about
        return proposed, right


def read(path: Path) -> list[Report]:
    """The reports of a file."""
    return [Report.model_validate(entry) for entry in yaml.safe_load(path.read_text("utf-8"))["reports"]]


def misspelled(reports: Sequence[Report]) -> list[Report]:
    """The same reports, typed in a hurry; each time alike."""
    chance = random.Random(8)
    return [
        one.model_copy(update={"title": _hurried(one.title, chance), "story": _hurried(one.story, chance)})
        for one in reports
    ]


def _hurried(text: str, chance: random.Random) -> str:
    words = text.split()
    for begin in range(0, len(words), WORDS_TO_AN_ERROR):
        places = range(begin, min(begin + WORDS_TO_AN_ERROR, len(words)))
        if long_enough := [place for place in places if len(words[place]) >= SHORTEST]:
            place = chance.choice(long_enough)
            words[place] = with_an_error(words[place], chance)
    return " ".join(words)


def with_an_error(word: str, chance: random.Random) -> str:
    """The word with a letter wrong, missing or too many, or with two letters swapped."""
    place = chance.randrange(len(word) - 1)
    before, at, after = word[:place], word[place], word[place + 1 :]
    other = chance.choice(ascii_lowercase.replace(at.lower(), ""))
    return chance.choice(
        (before + other + after, before + after, before + at + other + after, before + after[0] + at + after[1:])
    )


@asynccontextmanager
async def known(url: str) -> AsyncIterator[Known]:
    """The catalogue as intake knows it, in a migrated database."""
    databases = {service: Database(url, service) for service in SERVICES}
    items: dict[str, UUID] = {}

    def hear(fact: Fact) -> None:
        if isinstance(fact, ItemPublishedV1):
            items[fact.code] = fact.item_id

    try:
        async with databases["knowledge"].transaction() as session:
            await import_catalogue(session, files.catalogue(), demo=True)
        await Delivery(databases, hear).run(["knowledge"])
        yield Known(databases["intake"], items)
    finally:
        for database in databases.values():
            await database.close()


def _form(report: Report) -> ReportForm:
    return ReportForm.model_validate(
        {
            "title": report.title,
            "story": report.story,
            "imposed_by": report.party,
            "frequency": "once",
            "minutes": 5,
            "performers": ["gp"],
            "own_attempts": ["nothing_yet"],
            "take_part": "inform_only",
            "may_share_name": False,
            "name": "Wie meet",
            "role": "gp",
            "practice": "De meting",
            "email": "meting@denkbeeldig.example",
        }
    )


async def _tell(url: str, paths: Sequence[Path]) -> None:
    async with known(url) as desk:
        for path in paths:
            reports = read(path)
            proposed, right = await desk.proposed(reports)
            print(f"{path.name}: {proposed} of {len(reports)} are proposed to the team, {right} of them rightly")
            for name, is_linked in (("without links", False), ("with links, its own left out", True)):
                if is_linked:
                    await desk.link(reports)
                for origin in (True, False):
                    seen = await desk.measure(reports, with_origin=origin)
                    how = f"{'text and van wie' if origin else 'text alone'}, {name}"
                    _print(path, how, seen)
                    hurried = await desk.measure(misspelled(reports), with_origin=origin)
                    _print(path, f"{how}, with typing errors", hurried)
            await desk.unlink()


def _print(path: Path, how: str, seen: Measured) -> None:
    share = 100 * seen.found / max(seen.asked, 1)
    print(f"{path.name}, {how}: {seen.found} of {seen.asked} ({share:.0f} %) among the first three", end="; ")
    print(f"{seen.shown_for_nothing} of {seen.fitting_nothing} that fit nothing are shown something")
    for miss in seen.misses:
        print(f"  {miss}")


def main() -> None:
    """Measure the given files, or our own."""
    with servers.postgres() as address:
        execute(make_url(address), "create database measured")
        url = make_url(address).set(database="measured").render_as_string(hide_password=False)
        migrate(url, SERVICES)
        asyncio.run(_tell(url, [Path(given) for given in sys.argv[1:]] or [*FILES, UNSEEN]))


if __name__ == "__main__":
    main()
