"""Invitations go out, changes and cancellations after them; each attendee gets each sequence once."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.research.domain import Section, meeting, weight
from services.research.domain.meeting import Sent
from services.research.forms import InviteForm
from services.research.handlers.held import UnknownDossier, record, same_version
from services.research.handlers.round_tables import IsOff, held_table
from services.research.repository import linked_reports, round_tables
from services.research.tables import Attendee, Dossier, Invitation, RoundTable
from shared import clock
from shared.contracts.notifier import MailSettledV1
from shared.contracts.research import InvitationAddressedV1
from shared.contracts.vocabulary import MailState
from shared.dutch import count_text
from shared.ids import new_id
from shared.letters import invitation_mark, invitation_token, new_seed
from shared.messaging import outbox


class IsOver(Exception):
    """The meeting has begun: nobody is invited to it any more."""


async def invite(
    session: AsyncSession, reference: str, round_table_id: UUID, form: InviteForm, who: str, *, key: str
) -> int:
    """Invite who was not, or tell them what changed; to how many it goes. A second press sends nothing.

    `key` is the server's: the link to say whether they come is made with it.

    Raises UnknownDossier, ChangedMeanwhile, IsOff, IsOver.
    """
    dossier, table = await held_table(session, reference, round_table_id)
    if table.cancelled_at:
        raise IsOff()
    if table.starts_at <= clock.now():
        raise IsOver()
    await same_version(session, dossier, Section.ROUND_TABLE, (form.version, table.version), table.id)
    told = await told_so_far(session, table)
    wanted = [one for one, sent in told if one.email and meeting.needs_invitation(sent, table.version)]
    await _send(session, dossier, table, wanted, who, key=key)
    if wanted:
        how_many = count_text(len(wanted), "uitnodiging", "uitnodigingen")
        await record(session, dossier, who, f"Verstuurde {how_many} voor het overleg over {table.subject}.")
    return len(wanted)


async def take_off(session: AsyncSession, reference: str, round_table_id: UUID, attendee_id: UUID, who: str) -> bool:
    """Somebody need not come; whether they are mailed that. Raises UnknownDossier."""
    dossier, table = await held_table(session, reference, round_table_id)
    attendee = await round_tables.attendee(session, table.id, attendee_id)
    if attendee is None:
        raise UnknownDossier(f"no attendee {attendee_id}")
    if attendee.removed_at:
        return False
    sent = await _sent(session, [attendee])
    mailed = not table.cancelled_at and table.starts_at > clock.now() and meeting.needs_cancelling(sent[attendee.id])
    if mailed:
        await _send(session, dossier, table, [attendee], who, cancels=True)
    attendee.removed_at = clock.now()
    await record(session, dossier, who, f"Haalde van de lijst voor het overleg over {table.subject}: {attendee.name}.")
    return mailed


async def cancel(session: AsyncSession, reference: str, round_table_id: UUID, why: str | None, who: str) -> int:
    """The meeting is off; how many are mailed that. Once is enough. Raises UnknownDossier, IsOver."""
    dossier, table = await held_table(session, reference, round_table_id)
    if table.cancelled_at:
        return 0
    if table.ends_at <= clock.now():
        raise IsOver()
    told = await told_so_far(session, table)
    wanted = [one for one, sent in told if meeting.needs_cancelling(sent)]
    table.cancelled_at, table.cancelled_because = clock.now(), why
    await _send(session, dossier, table, wanted, who, cancels=True)
    text = f"Zegde het overleg over {table.subject} af.{f' Reden: {why}' if why else ''}"
    await record(session, dossier, who, text, Section.ROUND_TABLE, table.id)
    return len(wanted)


async def settle(session: AsyncSession, fact: MailSettledV1, _settled_at: datetime) -> None:
    """Note how the mail of an invitation fared; mails about anything else are not ours."""
    await round_tables.settle(session, fact.about_id, fact.state, fact.why)


async def told_so_far(session: AsyncSession, table: RoundTable) -> list[tuple[Attendee, list[Sent]]]:
    """Who is to be there, each with what they were sent."""
    attendees = await round_tables.attendees(session, table.id)
    sent = await _sent(session, attendees)
    return [(one, sent[one.id]) for one in attendees]


async def _sent(session: AsyncSession, attendees: list[Attendee]) -> dict[UUID, list[Sent]]:
    found = await round_tables.sent_to(session, [one.id for one in attendees])
    return {
        attendee_id: [Sent(one.version, one.sequence, one.cancels, MailState.parse(one.state)) for one in invitations]
        for attendee_id, invitations in found.items()
    }


async def _send(
    session: AsyncSession,
    dossier: Dossier,
    table: RoundTable,
    wanted: list[Attendee],
    who: str,
    *,
    cancels: bool = False,
    key: str = "",
) -> None:
    if not wanted:
        return
    told = await _sent(session, wanted)
    same = not cancels and table.sent_version == table.version
    table.sequence = meeting.next_sequence(table.sequence, same_content=same, told=list(told.values()))
    if not cancels:
        table.sent_version = table.version
    estimates = await linked_reports.estimates(session, [dossier.id])
    practices = weight(estimates[dossier.id]).practices
    for attendee in wanted:
        await _address(session, table, attendee, practices, who, cancels=cancels, key=key)


async def _address(
    session: AsyncSession, table: RoundTable, attendee: Attendee, practices: int, who: str, *, cancels: bool, key: str
) -> None:
    seed = None if cancels else new_seed()
    invitation = Invitation(
        id=new_id(),
        attendee_id=attendee.id,
        version=table.version,
        sequence=table.sequence or 0,
        cancels=cancels,
        state=MailState.PENDING.value,
        sent_at=clock.now(),
        sent_by=who,
        fingerprint=invitation_mark(invitation_token(seed, key), key) if seed else None,
    )
    await round_tables.add(session, invitation)
    fact = InvitationAddressedV1(
        invitation_id=invitation.id,
        round_table_id=table.id,
        attendee_id=attendee.id,
        sequence=invitation.sequence,
        cancels=cancels,
        cancels_all=table.cancelled_at is not None,
        why=table.cancelled_because,
        to_name=attendee.name,
        to_email=attendee.email or "",
        title=table.subject,
        starts_at=table.starts_at,
        ends_at=table.ends_at,
        place=table.place,
        url=table.url,
        agenda=tuple(line.strip() for line in (table.agenda or "").splitlines() if line.strip()),
        practices=practices,
        seed=seed,
    )
    await outbox.add(session, fact)
