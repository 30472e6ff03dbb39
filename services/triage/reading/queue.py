"""What the queue shows: a stretch of cases between two others, the tabs, and what has to be said above them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.triage.queue_filter import QueueFilter, View
from services.triage.repository import queue
from services.triage.repository.queue import COUNTED, Asked, Place, place_of
from services.triage.settings import TriageSettings
from services.triage.tables import Case
from shared import clock
from shared.dutch import count_text
from shared.paging import PAGE_SIZE

_APART = "_"


@dataclass(frozen=True)
class Stretch:
    """One page of the queue. `previous` and `next` are places to go on from, as an address holds them."""

    cases: Sequence[Case]
    previous: str
    next: str
    total: int
    most: int

    @property
    def said(self) -> str:
        """How much of the list this is."""
        return f"{len(self.cases)} van {counted_text(self.total, 'melding', 'meldingen', self.most)}"


def asked_by(wanted: QueueFilter, member_id: UUID) -> Asked:
    """What a member wants to see, now."""
    return Asked(wanted, member_id, untouched_since())


def untouched_since() -> datetime:
    """A case that nobody touched since then is left lying. Settings are read anew each time: ask once for a list."""
    return clock.now() - timedelta(days=TriageSettings.read().untouched_days)


async def stretch(
    session: AsyncSession, asked: Asked, after: str = "", before: str = "", *, total: int | None = None
) -> Stretch:
    """The cases after or before a place; from the start when no place is given, or nothing is left there.

    `total` is how many there are, for who knows that already.
    """
    places = _place(after, asked.wanted), _place(before, asked.wanted)
    cases, previous, following = await _around(session, asked, *places)
    if not previous and not following:
        total = len(cases)
    elif total is None:
        total = await queue.count_queue(session, asked)
    return Stretch(cases, previous, following, total, queue.most_counted(asked.wanted))


async def _around(
    session: AsyncSession, asked: Asked, after: Place | None, before: Place | None
) -> tuple[Sequence[Case], str, str]:
    # One more than fits says whether there is more.
    found = await queue.queue(session, asked, limit=PAGE_SIZE + 1, after=after, before=before)
    more = len(found) > PAGE_SIZE
    if before and more:
        cases = found[1:]
        return cases, _written(cases[0], asked.wanted), _written(cases[-1], asked.wanted)
    if before or (after and not found):
        return await _around(session, asked, None, None)
    cases = found[:PAGE_SIZE]
    previous = _written(cases[0], asked.wanted) if after else ""
    return cases, previous, _written(cases[-1], asked.wanted) if more else ""


def _written(case: Case, wanted: QueueFilter) -> str:
    return _APART.join(one.isoformat() if isinstance(one, date) else str(one) for one in place_of(case, wanted))


def _place(written: str, wanted: QueueFilter) -> Place | None:
    """The place an address names; None when it names none of this list."""
    readers: Sequence[Callable[[str], object]] = (date.fromisoformat, float, UUID)
    if wanted.view is View.HANDLED:
        readers = (_moment, UUID)
    elif wanted.is_by_weight:
        readers = (float, date.fromisoformat, UUID)
    try:
        return tuple(read(part) for read, part in zip(readers, written.split(_APART), strict=True))
    except ValueError:
        return None


def _moment(written: str) -> datetime:
    return datetime.fromisoformat(written).astimezone(UTC)


def tab_count(count: int) -> str:
    """How many stand under a tab."""
    return f"{COUNTED}+" if count > COUNTED else str(count)


def counted_text(count: int, one: str, many: str, most: int = COUNTED) -> str:
    """`1 melding`, `24 meldingen`, `meer dan 499 meldingen`."""
    return f"meer dan {most} {many}" if count > most else count_text(count, one, many)
