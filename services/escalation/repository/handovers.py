"""The handovers themselves."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, literal, or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from services.escalation.domain import WAITING, HandoverState
from services.escalation.tables import Handover
from shared.contracts.vocabulary import MailState
from shared.paging import PAGE_SIZE, rows_before
from shared.web.search import COUNTED, Asked


async def add(session: AsyncSession, handover: Handover) -> None:
    """Store a new handover."""
    session.add(handover)
    await session.flush()


async def by_id(session: AsyncSession, handover_id: UUID) -> Handover | None:
    """A handover, held so that nobody else changes it until this transaction ends."""
    # What was read before the lock may have been changed since by who held it.
    return await session.get(Handover, handover_id, with_for_update=True, populate_existing=True)


async def by_reference(session: AsyncSession, reference: str, *, hold: bool = False) -> Handover | None:
    """The handover with this reference; with `hold` nobody else changes it until this transaction ends."""
    wanted = select(Handover).where(col(Handover.reference) == reference)
    if hold:
        wanted = wanted.with_for_update()
    found = await session.execute(wanted.execution_options(populate_existing=hold))
    return found.scalar_one_or_none()


async def of_report(session: AsyncSession, report_id: UUID) -> list[Handover]:
    """The handovers of one report alone, held."""
    wanted = select(Handover).where(col(Handover.report_id) == report_id).with_for_update()
    return list((await session.execute(wanted.execution_options(populate_existing=True))).scalars())


async def drafts_of(session: AsyncSession, dossier_id: UUID) -> list[Handover]:
    """The handovers of a dossier that were not sent yet, held."""
    wanted = select(Handover).where(
        col(Handover.dossier_id) == dossier_id, col(Handover.state) == HandoverState.DRAFT.value
    )
    return list((await session.execute(wanted.with_for_update())).scalars())


async def next_due(session: AsyncSession, moment: datetime) -> Handover | None:
    """The handover whose moment came first, held until this transaction ends; those others hold are passed over.

    Nobody is reminded of a package that did not arrive, or without an address.
    """
    reachable = (col(Handover.delivery) != MailState.FAILED.value) & (col(Handover.contact_email) != "")
    to_remind = (col(Handover.remind_at) <= moment) & reachable
    due = select(Handover).where(
        col(Handover.state).in_([state.value for state in WAITING]), to_remind | (col(Handover.silent_at) <= moment)
    )
    first = due.order_by(func.least(col(Handover.remind_at), col(Handover.silent_at)), col(Handover.id)).limit(1)
    held = first.with_for_update(skip_locked=True).execution_options(populate_existing=True)
    return (await session.execute(held)).scalar_one_or_none()


async def listed(session: AsyncSession, states: Collection[HandoverState], page: int) -> list[Handover]:
    """Handovers in these states: who should answer first on top, then the last changed."""
    wanted = select(Handover).where(col(Handover.state).in_([state.value for state in states]))
    ordered = wanted.order_by(col(Handover.answer_by).nulls_last(), col(Handover.changed_at).desc(), col(Handover.id))
    return list((await session.execute(ordered.limit(PAGE_SIZE).offset(rows_before(page)))).scalars())


async def with_words(session: AsyncSession, asked: Asked) -> tuple[list[Handover], int]:
    """Handovers that hold all the words, the last changed first, and how many there are."""
    texts = (Handover.title, Handover.party_name, Handover.dossier_reference, Handover.asked_text, Handover.wanted)
    holds = [or_(*(col(text).icontains(word, autoescape=True) for text in texts)) for word in asked.each]
    newest = select(Handover).where(*holds).order_by(col(Handover.changed_at).desc(), col(Handover.id))
    found = await session.execute(newest.limit(asked.size).offset(rows_before(asked.number)))
    some = select(literal(1)).select_from(Handover).where(*holds).limit(COUNTED + 1).subquery()
    total = await session.execute(select(func.count()).select_from(some))
    return list(found.scalars()), int(total.scalar_one())


async def counts(session: AsyncSession) -> dict[HandoverState, int]:
    """How many handovers there are in each state."""
    grouped = select(col(Handover.state), func.count()).group_by(col(Handover.state))
    return {HandoverState.parse(state): count for state, count in (await session.execute(grouped)).all()}


async def first_changed(session: AsyncSession, states: Collection[HandoverState], most: int) -> list[Handover]:
    """Handovers in these states, the one that nothing happened to for longest first, so many at most."""
    wanted = select(Handover).where(col(Handover.state).in_([state.value for state in states]))
    ordered = wanted.order_by(col(Handover.changed_at), col(Handover.id)).limit(most)
    return list((await session.execute(ordered)).scalars())
