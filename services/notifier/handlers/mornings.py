"""The list a member is mailed when a working day begins: its parts come from who keeps them, and it goes out once."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from services.notifier.handlers import mailing
from services.notifier.repository import mornings
from services.notifier.tables import MorningList
from shared import clock
from shared.contracts.accounts import ListAddressedV1
from shared.contracts.escalation import HandoverListMadeV1
from shared.contracts.mornings import GOES_ANYHOW_AT, GOES_AT, OVER_AT
from shared.contracts.research import TaskListMadeV1
from shared.contracts.triage import CaseListMadeV1

# A part of a list that is said again by who lost its stream finds it decided about.
KEPT = timedelta(days=30)
# What a member is mailed for; what is nobody's is said besides.
KINDS = ("cases", "case_tasks", "stands_in_for", "tasks", "meetings", "dossiers", "handovers")


async def address(session: AsyncSession, fact: ListAddressedV1) -> None:
    """Where a list goes."""
    about = fact.model_dump(mode="python", include={"member_id", "day", "name", "email"})
    await mornings.keep(session, fact.list_id, clock.now(), **about)


async def keep_cases(session: AsyncSession, fact: CaseListMadeV1) -> None:
    """Which reports are on it."""
    await mornings.keep(session, fact.list_id, clock.now(), cases=fact.model_dump(mode="json"))


async def keep_tasks(session: AsyncSession, fact: TaskListMadeV1) -> None:
    """Which tasks, meetings and dossiers are on it."""
    await mornings.keep(session, fact.list_id, clock.now(), tasks=fact.model_dump(mode="json"))


async def keep_handovers(session: AsyncSession, fact: HandoverListMadeV1) -> None:
    """Which handovers are on it."""
    await mornings.keep(session, fact.list_id, clock.now(), handovers=fact.model_dump(mode="json"))


async def send_lists(session: AsyncSession) -> None:
    """Put down the mails of the lists that are complete, or late enough; those with nothing on them get none."""
    for one in await mornings.open_lists(session):
        if is_over(one):
            await _settle(session, one, send=False)
        elif _goes(one):
            on_team = await mornings.is_on_the_team(session, one.member_id)
            await _settle(session, one, send=on_team and not is_empty(one))
    await mornings.forget(session, clock.now() - KEPT)


def is_over(one: MorningList) -> bool:
    """Whether it says nothing new any more; of a list without an address we know only when we heard of it."""
    day = one.day or clock.local_day(one.heard_at)
    return clock.now() >= clock.moment_of(day, OVER_AT)


def is_empty(one: MorningList) -> bool:
    """Whether nothing waits."""
    said = (one.cases or {}) | (one.tasks or {}) | (one.handovers or {})
    return not any(said.get(kind) for kind in KINDS)


def _goes(one: MorningList) -> bool:
    if one.day is None or one.email is None:
        return False
    complete = None not in (one.cases, one.tasks, one.handovers)
    return clock.now() >= clock.moment_of(one.day, GOES_AT if complete else GOES_ANYHOW_AT)


async def _settle(session: AsyncSession, one: MorningList, *, send: bool) -> None:
    one.settled_at = clock.now()
    await session.flush()
    if send:
        await mailing.prepare_morning(session, one.id)
    else:
        await mornings.empty(session, one.id)
