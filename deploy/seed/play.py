"""Plays the demo's story through the services' own handlers: each step at its own moment, and once."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from deploy.seed import files
from deploy.seed.actions import ACTIONS, NAMES, Deed
from deploy.seed.delivery import Delivery
from deploy.seed.files import attachment
from deploy.seed.known import Known
from deploy.seed.moments import working_day_before
from deploy.seed.story import Report, Step
from services.accounts.demo import add_demo_members
from services.escalation.handlers import terms as escalation_terms
from services.intake.handlers.attaching import bring
from services.intake.handlers.practices import bring_in
from services.intake.handlers.reporting import submit_report
from services.triage.handlers import terms as triage_terms
from shared import clock
from shared.database import Database
from shared.ids import new_id
from shared.messaging.inbox import first_time
from shared.messaging.tables import inbox
from shared.settings import Settings

# A step is remembered as a heard fact is: the effect and the memory of it are one transaction.
MEMORY = "demo"
END = "the end"
TELL_EVERY = 50


@dataclass(frozen=True)
class Happening:
    """One step of the story, ready to be played in one service."""

    at: datetime
    name: str
    service: str
    act: Callable[[AsyncSession, Known], Awaitable[object]]

    async def play(self, database: Database, known: Known) -> None:
        """Let it happen, unless it did before."""
        async with database.transaction() as session:
            if await first_time(session, MEMORY, _memory_of(self.name)):
                await self.act(session, known)


async def play(settings: Settings, databases: Mapping[str, Database], tell: Callable[[str], None]) -> None:
    """Play what was not played yet, telling how far it is. It may be stopped at any moment and played again."""
    if await _is_over(databases["intake"]):
        return
    known = Known(settings)
    delivery = Delivery(databases, known.hear)
    story = sorted(_story(clock.today()), key=lambda happening: happening.at)
    await delivery.run(databases)
    for number, happening in enumerate(story):
        if number % TELL_EVERY == 0:
            tell(f"{number} of {len(story)} steps")
        with clock.frozen(happening.at):
            await happening.play(databases[happening.service], known)
            await delivery.run([happening.service])
    await Happening(clock.now(), END, "intake", _nothing).play(databases["intake"], known)


async def _is_over(database: Database) -> bool:
    remembered = select(inbox.c.event_id).where(inbox.c.consumer == MEMORY, inbox.c.event_id == _memory_of(END))
    async with database.transaction() as session:
        return (await session.execute(remembered)).first() is not None


def _memory_of(name: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"regelwijzer:demo:{name}")


def _story(today: date) -> Iterator[Happening]:
    reports = files.reports()
    beginning = min(report.moment(today) for report in reports)
    yield Happening(beginning, "team", "accounts", _welcome_team)
    yield Happening(beginning, "practices", "intake", _list_practices)
    yield from _mornings(today, beginning)
    for report in reports:
        yield Happening(report.moment(today), report.id, "intake", partial(_submit, report=report))
        yield from _deeds(today, report.id, report.form.title, report.then)
    for dossier in files.dossiers():
        yield from _deeds(today, dossier.title, dossier.title, dossier.then)


def _mornings(today: date, beginning: datetime) -> Iterator[Happening]:
    """What happens by itself on each working day of the story, because a term ended."""
    for count in range(1, (today - clock.local_day(beginning)).days):
        morning = clock.next_morning_of(working_day_before(today, count))
        if morning < beginning:
            return
        yield Happening(morning, f"morning {count} of cases", "triage", _let_cases_come_back)
        yield Happening(morning, f"morning {count} of handovers", "escalation", _let_handovers_come_back)


def _deeds(today: date, name: str, about: str, steps: tuple[Step, ...]) -> Iterator[Happening]:
    for number, step in enumerate(steps, start=1):
        service, action = ACTIONS[step.do]
        yield Happening(step.moment(today), f"{name}/{number}", service, partial(action, deed=Deed(step, about)))


async def _welcome_team(session: AsyncSession, _known: Known) -> None:
    await add_demo_members(session)


async def _list_practices(session: AsyncSession, _known: Known) -> None:
    await bring_in(session, files.practices(), NAMES["admin"])


async def _submit(session: AsyncSession, known: Known, *, report: Report) -> None:
    report_id = new_id()
    files = [await bring(session, report_id, *attachment(name)) for name in report.files]
    key = known.settings.secret_key.get_secret_value()
    await submit_report(session, report.form, key=key, report_id=report_id, files=files)


async def _let_cases_come_back(session: AsyncSession, _known: Known) -> None:
    while await triage_terms.act_on_next(session):
        pass


async def _let_handovers_come_back(session: AsyncSession, known: Known) -> None:
    while await escalation_terms.act_on_next(session, known.settings.mail_from):
        pass


async def _nothing(_session: AsyncSession, _known: Known) -> None:
    """The end only has to be remembered."""
