"""What somebody who is invited to a round table sees behind their link."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from services.research.domain.meeting import ANSWERS, Attendance
from services.research.reading.round_table import ShownRoundTable
from services.research.repository import round_tables
from services.research.tables import Attendee, RoundTable


@dataclass(frozen=True)
class Invited:
    """Somebody who is invited, and to what."""

    attendee: Attendee
    table: RoundTable

    @property
    def shown(self) -> ShownRoundTable:
        """The meeting, in words."""
        return ShownRoundTable(self.table)

    @property
    def over(self) -> str:
        """Why there is nothing to answer any more; empty when there is."""
        if self.table.cancelled_at:
            return "Dit overleg gaat niet door"
        if self.attendee.removed_at:
            return "U hoeft niet te komen"
        return "Dit overleg is al geweest" if self.shown.is_over else ""

    @property
    def may_answer(self) -> bool:
        """Whether they can still say whether they come."""
        return not self.over

    @property
    def answer(self) -> str:
        """What they said, in their own words; empty when they did not, or about another time."""
        if self.attendee.answered_version != self.table.version:
            return ""
        return ANSWERS.get(Attendance.parse(self.attendee.attendance), "")


async def invited_by(session: AsyncSession, fingerprint: bytes) -> Invited | None:
    """Who has the link with this fingerprint, as it stands now."""
    found = await round_tables.invited_by(session, fingerprint)
    return Invited(*found) if found else None
