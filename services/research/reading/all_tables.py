"""The list of meetings, over all dossiers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from services.research.domain.meeting import Attendance
from services.research.reading.round_table import ShownRoundTable
from services.research.repository import round_tables
from services.research.tables import Attendee, Dossier
from shared import clock
from shared.contracts.vocabulary import Choice
from shared.dutch import count_text
from shared.paging import Page

# Of those that come: who does not is not counted.
_AWAY = frozenset({Attendance.STAYS_AWAY, Attendance.WAS_NOT_THERE})


class Tab(Choice):
    """The views on the list of meetings."""

    COMING = "komt", "Komen nog"
    OVER = "geweest", "Geweest"


@dataclass(frozen=True)
class ListedTable(ShownRoundTable):
    """A meeting with the dossier it is about, and who is to be there."""

    dossier: Dossier
    attendees: Sequence[Attendee]

    @property
    def is_today(self) -> bool:
        """Whether it is today."""
        return clock.local_day(self.record.starts_at) == clock.today()

    @property
    def address(self) -> str:
        """Where its own page is."""
        return f"/team/dossiers/{self.dossier.reference}/overleggen/{self.record.id}"

    @property
    def place(self) -> str:
        """Where it is."""
        return self.record.place or ("Online" if self.record.url else "")

    @property
    def who(self) -> str:
        """How many are to be there, or were: `3 mensen, 1 komt niet`."""
        away = sum(1 for one in self.attendees if Attendance.parse(one.attendance) in _AWAY)
        if not self.attendees:
            return "Nog niemand"
        there = count_text(len(self.attendees) - away, "persoon", "mensen")
        return f"{there}, {count_text(away, 'komt', 'komen')} niet" if away else there


@dataclass(frozen=True)
class TableList:
    """One page of meetings."""

    tab: Tab
    page: Page[ListedTable]
    counts: Mapping[Tab, int]


async def all_tables(session: AsyncSession, tab: Tab, page: int) -> TableList:
    """One page of a view: the first that comes on top, or the last that was."""
    now = clock.now()
    found = await round_tables.listed(session, now, over=tab is Tab.OVER, page=page)
    who = await round_tables.attendees_of(session, [meeting.id for meeting, _ in found])
    rows = [ListedTable(meeting, dossier, who[meeting.id]) for meeting, dossier in found]
    counts = {view: await round_tables.count(session, now, over=view is Tab.OVER) for view in Tab}
    return TableList(tab, Page(page, rows, counts[tab]), counts)
