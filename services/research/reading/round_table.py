"""One meeting with all that belongs to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.research.domain import meeting
from services.research.domain.meeting import Attendance, Sent
from services.research.reading.shown import ShownAgreement, ShownCommitment, ShownTask
from services.research.repository import dossiers, entries, round_tables
from services.research.tables import (
    Agreement,
    Attendee,
    Commitment,
    Dossier,
    Invitation,
    RoundTable,
    Stakeholder,
    Task,
)
from shared import clock
from shared.contracts.vocabulary import MailState
from shared.dutch import date_text, moment_text, time_text
from shared.staff.known import choosable

DELIVERY: Mapping[MailState, str] = {
    MailState.PENDING: "Onderweg",
    MailState.SENT: "Verstuurd",
    MailState.FAILED: "Niet aangekomen",
    MailState.UNKNOWN: "Niet zeker of het aankwam",
    MailState.WITHHELD: "Niet verstuurd",
}


@dataclass(frozen=True)
class ShownRoundTable:
    """A meeting, in words."""

    record: RoundTable

    @property
    def when(self) -> str:
        """`1 december, 14.00 uur tot 15.30 uur`."""
        start, end = self.record.starts_at, self.record.ends_at
        return f"{date_text(start)}, {time_text(start)} tot {time_text(end)}"

    @property
    def is_over(self) -> bool:
        """Whether it has begun: then nobody is invited any more."""
        return self.record.starts_at <= clock.now()

    @property
    def agenda(self) -> list[str]:
        """Its points."""
        return [line for line in (self.record.agenda or "").splitlines() if line.strip()]


@dataclass(frozen=True)
class ShownAttendee:
    """Somebody who is to be there, with what they were sent."""

    record: Attendee
    invitations: list[Invitation]
    version: int

    @property
    def attendance(self) -> Attendance:
        """Whether they come, or came."""
        return Attendance.parse(self.record.attendance)

    @property
    def said(self) -> str:
        """When they said so themselves: `Eigen antwoord, 20 november, 12.00 uur`; empty when they did not."""
        if self.record.answered_at is None:
            return ""
        about = "" if self.record.answered_version == self.version else ", voordat het overleg veranderde"
        return f"Eigen antwoord, {moment_text(self.record.answered_at)}{about}"

    @property
    def last(self) -> Invitation | None:
        """What they were sent last."""
        return self.invitations[-1] if self.invitations else None

    @property
    def sent(self) -> list[Sent]:
        """The same as the rules want it."""
        return [Sent(one.version, one.sequence, one.cancels, MailState.parse(one.state)) for one in self.invitations]

    @property
    def needs_invitation(self) -> bool:
        """Whether they can be sent something they have not heard yet."""
        return bool(self.record.email) and meeting.needs_invitation(self.sent, self.version)

    @property
    def may_have_it(self) -> bool:
        """Whether it may stand in their calendar."""
        return meeting.needs_cancelling(self.sent)

    @property
    def has_trouble(self) -> bool:
        """Whether somebody must look at how the mail fared."""
        return bool(self.last) and self.sent[-1].state in (MailState.FAILED, MailState.UNKNOWN)

    @property
    def delivery(self) -> str:
        """How the last mail fared: `Verstuurd op 20 november, 12.00 uur`."""
        if not self.record.email:
            return "Geen e-mailadres"
        if self.last is None:
            return "Nog niet uitgenodigd"
        words = DELIVERY[self.sent[-1].state]
        what = "Afzegging: " if self.last.cancels else "Wijziging: " if len(self.invitations) > 1 else ""
        text = f"{what}{words.lower() if what else words}"
        if self.last.why:
            text += f" ({self.last.why})"
        if not self.last.cancels and self.last.version != self.version:
            text += ". Weet nog niet wat er is veranderd"
        return f"{text}, {moment_text(self.last.sent_at)}"


@dataclass(frozen=True)
class RoundTablePage:
    """All that stands on the page of a meeting."""

    dossier: Dossier
    shown: ShownRoundTable
    attendees: list[ShownAttendee]
    stakeholders: list[tuple[UUID, str]]
    members: list[tuple[UUID, str]]
    agreements: list[ShownAgreement]
    commitments: list[ShownCommitment]
    tasks: list[ShownTask]

    @property
    def record(self) -> RoundTable:
        """The meeting itself."""
        return self.shown.record

    @property
    def to_invite(self) -> list[ShownAttendee]:
        """Who still has to hear what stands there now."""
        return [one for one in self.attendees if one.needs_invitation]

    @property
    def to_cancel(self) -> list[ShownAttendee]:
        """Who has to hear it when it is off."""
        return [one for one in self.attendees if one.may_have_it]

    @property
    def may_invite(self) -> bool:
        """Whether there is anybody to invite, and anything to invite them to."""
        return bool(self.to_invite) and not self.record.cancelled_at and not self.shown.is_over


async def round_table_page(session: AsyncSession, reference: str, round_table_id: UUID) -> RoundTablePage | None:
    """A meeting with all that belongs to it, or None when there is none."""
    dossier = await dossiers.by_reference(session, reference)
    record = await round_tables.round_table(session, dossier.id, round_table_id) if dossier else None
    if dossier is None or record is None:
        return None
    there = await round_tables.attendees(session, record.id)
    sent = await round_tables.sent_to(session, [one.id for one in there])
    agreements = await entries.entries_of(session, Agreement, dossier.id)
    commitments = await entries.entries_of(session, Commitment, dossier.id)
    tasks = await entries.entries_of(session, Task, dossier.id)
    return RoundTablePage(
        dossier=dossier,
        shown=ShownRoundTable(record),
        attendees=[ShownAttendee(one, sent[one.id], record.version) for one in there],
        stakeholders=await _stakeholders(session, dossier.id, there),
        members=await choosable(session),
        agreements=[ShownAgreement(one) for one in agreements if one.round_table_id == record.id],
        commitments=[ShownCommitment(one) for one in commitments if one.round_table_id == record.id],
        tasks=[ShownTask(one) for one in tasks if one.round_table_id == record.id],
    )


async def _stakeholders(session: AsyncSession, dossier_id: UUID, there: list[Attendee]) -> list[tuple[UUID, str]]:
    """Who can still be put on the list."""
    taken = {one.stakeholder_id for one in there}
    found = await entries.entries_of(session, Stakeholder, dossier_id)
    free = [one for one in found if one.id not in taken]
    return [(one.id, f"{one.person}, {one.organisation}" if one.person else one.organisation) for one in free]
