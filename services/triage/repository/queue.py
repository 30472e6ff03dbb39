"""The queries of the queue. Lists are walked by key, so that a row that moves shows no other twice or not at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Float, Select, Uuid, bindparam, func, literal, literal_column, select, text, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.triage.queue_filter import MINE, NOBODYS, UNKNOWN_REGION, Kind, QueueFilter, View
from services.triage.tables import BY_PHONE, VIEW_CONDITIONS, WAITS_FOR_US, WITH_FILES, Case, Moment
from shared import clock

# Whoever has more than this to do does not care how much more; counting on would take longer the more there is.
COUNTED = 499
# What a filter leaves has to be looked for.
COUNTED_AMONG_OTHERS = 249

Place = tuple[Any, ...]


@dataclass(frozen=True)
class Asked:
    """What somebody wants to see; `member_id` is who *ik* is, `untouched_since` before when a case is left lying."""

    wanted: QueueFilter
    member_id: UUID
    untouched_since: datetime


_WAITS = text(WAITS_FOR_US)
_IN_VIEW = {View.parse(view): text(f"({condition})") for view, condition in VIEW_CONDITIONS.items()}
_KINDS = {
    Kind.JOINED: text("(joins_report_id is not null or joins_dossier_id is not null)"),
    Kind.DOUBTED: text("doubts_item_id is not null"),
    Kind.REOPENING: text("state = 'reopen_requested'"),
    Kind.CAME_BACK: text("came_back is not null"),
    Kind.BY_PHONE: text(BY_PHONE),
    Kind.WITH_FILES: text(WITH_FILES),
}
_HEAVIEST: Any = -col(Case.minutes_per_month)
_DUE, _CHANGED, _ID = col(Case.due_on), col(Case.changed_at), col(Case.report_id)
_ONE: Select[Any] = select(literal_column("1")).select_from(Case)
_TYPES: dict[Any, Any] = {_HEAVIEST: Float(), _DUE: Date(), _CHANGED: Moment, _ID: Uuid()}


def place_of(case: Case, wanted: QueueFilter) -> Place:
    """Where a case stands in the order of a list."""
    if wanted.view is View.HANDLED:
        return case.changed_at, case.report_id
    if wanted.is_by_weight:
        return -case.minutes_per_month, case.due_on, case.report_id
    return case.due_on, -case.minutes_per_month, case.report_id


async def queue(
    session: AsyncSession, asked: Asked, *, limit: int, after: Place | None = None, before: Place | None = None
) -> Sequence[Case]:
    """So many cases in order, those just after or just before a place; what was handled goes newest first."""
    found = (await session.scalars(page_of(asked, limit, after, before))).all()
    return found[::-1] if before is not None else found


def page_of(asked: Asked, limit: int, after: Place | None, before: Place | None) -> Select[Any]:
    """The query for one page; those before a place come the other way around."""
    wanted = asked.wanted
    listed = _filtered(select(Case), asked)
    key = _key(wanted)
    falling = (wanted.view is View.HANDLED) != (before is not None)
    start = before or after
    if start is not None:
        values = tuple_(*(literal(value, _TYPES[one]) for value, one in zip(start, key, strict=True)))
        listed = listed.where(tuple_(*key) < values if falling else tuple_(*key) > values)
    return listed.order_by(*(one.desc() if falling else one.asc() for one in key)).limit(_written(limit))


def _key(wanted: QueueFilter) -> tuple[Any, ...]:
    if wanted.view is View.HANDLED:
        return _CHANGED, _ID
    return (_HEAVIEST, _DUE, _ID) if wanted.is_by_weight else (_DUE, _HEAVIEST, _ID)


async def count_queue(session: AsyncSession, asked: Asked) -> int:
    """How many cases the filter leaves; one more than `most_counted` stands for more."""
    left = _filtered(_ONE, asked)
    return int(await session.scalar(select(_some(left, most_counted(asked.wanted)))) or 0)


def most_counted(wanted: QueueFilter) -> int:
    """How far the cases of a list are counted."""
    return COUNTED_AMONG_OTHERS if any(wanted.narrowed_by()) else COUNTED


@dataclass(frozen=True)
class Counts:
    """How many cases each tab holds, and how many wait for us: in all, beyond their deadline, and left lying.

    One more than COUNTED stands for more.
    """

    tabs: Mapping[View, int]
    waiting: int
    late: int
    untouched: int


async def counts(session: AsyncSession, untouched_since: datetime) -> Counts:
    """What is counted for every list; what nobody touched since then is left lying."""
    found = (await session.execute(_COUNTS, {"today": clock.today(), "untouched_since": untouched_since})).one()
    return Counts(dict(zip(View, found, strict=False)), *found[len(View) :])


# One step along the index for each region, however many cases there are.
_REGIONS = text("""
with recursive known(region) as (
    (select region from cases where region is not null order by region limit 1)
    union all
    select (select region from cases where region > known.region order by region limit 1)
    from known where known.region is not null
)
select region from known where region is not null
""")


async def regions(session: AsyncSession) -> Sequence[str]:
    """Every region there is a case of, in order."""
    return (await session.scalars(_REGIONS)).all()


async def count_waiting_for(session: AsyncSession, member_id: UUID) -> tuple[int, int]:
    """How many cases wait for us, and how many of those for this member."""
    mine = _WAITING.where(col(Case.assigned_to) == member_id)
    found = (await session.execute(select(_some(_WAITING), _some(mine)))).one()
    return found[0], found[1]


def _along(column: Any) -> Select[Any]:
    # What is counted only so far is counted along an index: in another way, the planner reads rows one by one.
    return _ONE.order_by(column)


def _some(statement: Select[Any], most: int = COUNTED) -> Any:
    return select(func.count()).select_from(statement.limit(_written(most + 1)).subquery()).scalar_subquery()


def _written(limit: int) -> Any:
    # As a parameter it would be unknown to the plan that PostgreSQL keeps: it would make one each time.
    return literal_column(str(limit))


_WAITING = _along(_DUE).where(_WAITS)
_COUNTS = select(
    *(_some(_along(_key(QueueFilter(view))[0]).where(_IN_VIEW[view])) for view in View),
    _some(_WAITING),
    _some(_WAITING.where(bindparam("today", type_=Date()) > _DUE)),
    _some(_along(_CHANGED).where(_WAITS, bindparam("untouched_since", type_=Moment) > _CHANGED)),
)


def _filtered(statement: Select[Any], asked: Asked) -> Select[Any]:
    wanted = asked.wanted
    statement = statement.where(_IN_VIEW[wanted.view])
    if wanted.imposed_by:
        statement = statement.where(col(Case.imposed_by) == wanted.imposed_by.value)
    if wanted.theme:
        statement = statement.where(col(Case.theme) == wanted.theme.value)
    if wanted.region:
        # "is null" when it is not known.
        statement = statement.where(col(Case.region) == (None if wanted.region == UNKNOWN_REGION else wanted.region))
    if wanted.handler == NOBODYS:
        statement = statement.where(col(Case.assigned_to).is_(None))
    elif wanted.handler:
        handler = asked.member_id if wanted.handler == MINE else UUID(wanted.handler)
        statement = statement.where(col(Case.assigned_to) == handler)
    if wanted.period:
        since = wanted.period.since(clock.now())
        # Nothing is due before it was sent: what is walked by deadline begins there.
        statement = statement.where(col(Case.submitted_at) >= since, clock.local_day(since) <= _DUE)
    for word in wanted.words.lower().split():
        statement = statement.where(col(Case.words).contains(word, autoescape=True))
    return _of_kind(statement, wanted.kind, asked.untouched_since)


def _of_kind(statement: Select[Any], kind: Kind | None, untouched_since: datetime) -> Select[Any]:
    if kind is Kind.LATE:
        return statement.where(_WAITS, col(Case.due_on) < clock.today())
    if kind is Kind.UNTOUCHED:
        return statement.where(_WAITS, col(Case.changed_at) < untouched_since)
    return statement.where(_KINDS[kind]) if kind else statement
