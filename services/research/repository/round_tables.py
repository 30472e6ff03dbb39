"""Meetings, who is at them, and what they were sent."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from services.research.repository.dossiers import is_for
from services.research.tables import Attendee, Dossier, Invitation, Record, RoundTable
from shared import clock
from shared.contracts.vocabulary import MailState
from shared.paging import PAGE_SIZE, rows_before


async def add(session: AsyncSession, new: Record) -> None:
    """Store a meeting, an attendee or an invitation."""
    session.add(new)
    await session.flush()


async def round_table(session: AsyncSession, dossier_id: UUID, round_table_id: UUID) -> RoundTable | None:
    """One meeting of this dossier."""
    found = await session.get(RoundTable, round_table_id, populate_existing=True)
    return found if found and found.dossier_id == dossier_id else None


async def of_dossier(session: AsyncSession, dossier_id: UUID) -> list[RoundTable]:
    """The meetings of a dossier, the last one first."""
    wanted = select(RoundTable).where(col(RoundTable.dossier_id) == dossier_id)
    return list((await session.execute(wanted.order_by(col(RoundTable.starts_at).desc()))).scalars())


async def listed(session: AsyncSession, moment: datetime, *, over: bool, page: int) -> list[tuple[RoundTable, Dossier]]:
    """Meetings of all dossiers that are not off: the first that comes first, or `over` ones, the last first."""
    wanted = select(RoundTable, Dossier).join(Dossier, col(Dossier.id) == col(RoundTable.dossier_id))
    begins = col(RoundTable.starts_at).desc() if over else col(RoundTable.starts_at)
    ordered = wanted.where(*_held(moment, over)).order_by(begins, col(RoundTable.id))
    found = await session.execute(ordered.limit(PAGE_SIZE).offset(rows_before(page)))
    return [(meeting, dossier) for meeting, dossier in found.all()]


async def on_day(session: AsyncSession, day: date, member_id: UUID) -> list[tuple[RoundTable, Dossier]]:
    """The meetings of one day for this member that are not off, the first one first."""
    first, last = (clock.moment_of(one, time(0)) for one in (day, day + timedelta(days=1)))
    starts = col(RoundTable.starts_at)
    wanted = select(RoundTable, Dossier).join(Dossier, col(Dossier.id) == col(RoundTable.dossier_id))
    held = wanted.where(starts >= first, starts < last, col(RoundTable.cancelled_at).is_(None), is_for(member_id))
    return [(meeting, dossier) for meeting, dossier in (await session.execute(held.order_by(starts))).all()]


async def count(session: AsyncSession, moment: datetime, *, over: bool) -> int:
    """How many meetings come, or with `over` were held."""
    counted = select(func.count()).select_from(RoundTable).where(*_held(moment, over))
    return int((await session.execute(counted)).scalar_one())


def _held(moment: datetime, over: bool) -> tuple[ColumnElement[bool], ...]:
    ends = col(RoundTable.ends_at)
    return (ends < moment if over else ends >= moment), col(RoundTable.cancelled_at).is_(None)


async def attendees(session: AsyncSession, round_table_id: UUID) -> list[Attendee]:
    """Who is to be at a meeting, in the order in which they were added."""
    wanted = select(Attendee).where(col(Attendee.round_table_id) == round_table_id, col(Attendee.removed_at).is_(None))
    ordered = wanted.order_by(col(Attendee.added_at), col(Attendee.id))
    return list((await session.execute(ordered)).scalars())


async def attendees_of(session: AsyncSession, table_ids: Collection[UUID]) -> dict[UUID, list[Attendee]]:
    """Who is to be at each of these meetings; an empty list where that is nobody."""
    found: dict[UUID, list[Attendee]] = {table_id: [] for table_id in table_ids}
    wanted = select(Attendee).where(col(Attendee.round_table_id).in_(table_ids), col(Attendee.removed_at).is_(None))
    for one in (await session.execute(wanted)).scalars():
        found[one.round_table_id].append(one)
    return found


async def attendee(session: AsyncSession, round_table_id: UUID, attendee_id: UUID) -> Attendee | None:
    """Somebody who is, or was, to be at this meeting."""
    found = await session.get(Attendee, attendee_id, populate_existing=True)
    return found if found and found.round_table_id == round_table_id else None


async def sent_to(session: AsyncSession, attendee_ids: Collection[UUID]) -> dict[UUID, list[Invitation]]:
    """What each of these attendees was sent, in order; an empty list where that is nothing."""
    found: dict[UUID, list[Invitation]] = {attendee_id: [] for attendee_id in attendee_ids}
    wanted = select(Invitation).where(col(Invitation.attendee_id).in_(attendee_ids))
    for invitation in (await session.execute(wanted.order_by(col(Invitation.sequence)))).scalars():
        found[invitation.attendee_id].append(invitation)
    return found


async def invited_by(session: AsyncSession, fingerprint: bytes) -> tuple[Attendee, RoundTable] | None:
    """Who was sent the link with this fingerprint, and for which meeting."""
    wanted = (
        select(Attendee, RoundTable)
        .join(Invitation, col(Invitation.attendee_id) == col(Attendee.id))
        .join(RoundTable, col(RoundTable.id) == col(Attendee.round_table_id))
        .where(col(Invitation.fingerprint) == fingerprint)
    )
    found = (await session.execute(wanted.execution_options(populate_existing=True))).one_or_none()
    return (found[0], found[1]) if found else None


async def settle(session: AsyncSession, invitation_id: UUID, state: MailState, why: str | None) -> None:
    """Note how the mail of an invitation fared, if it is one of ours."""
    values: dict[str, Any] = {"state": state.value, "why": why}
    await session.execute(update(Invitation).where(col(Invitation.id) == invitation_id).values(values))
