"""What research remembers of other services' facts."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import case, func, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from services.research.tables import Handover, Party, Report
from shared.contracts.pieces import Hider
from shared.contracts.words import GONE
from shared.messaging.hiding import hide_in


async def keep_report(session: AsyncSession, values: dict[str, Any]) -> None:
    """Keep a report; a second time changes nothing."""
    await session.execute(insert(Report).values(values).on_conflict_do_nothing())


async def report(session: AsyncSession, report_id: UUID) -> Report | None:
    """A report we were told of."""
    return await session.get(Report, report_id)


async def empty_report(session: AsyncSession, report_id: UUID) -> None:
    """Take the words out of a report, if it is known."""
    organisation = case((col(Report.organisation).is_not(None), GONE))
    words = {"title": GONE, "story": GONE, "organisation": organisation}
    await session.execute(update(Report).where(col(Report.id) == report_id).values(words))


async def hide_in_report(session: AsyncSession, report_id: UUID, hider: Hider) -> None:
    """Take hidden pieces out of a report, if it is known."""
    await hide_in(session, select(Report).where(col(Report.id) == report_id), hider, "title", "story", "organisation")


async def keep_party(session: AsyncSession, party_id: UUID, values: dict[str, Any]) -> None:
    """Keep what was listed last about a party, whatever order it comes in."""
    newer = insert(Party).values(id=party_id, **values)
    await session.execute(
        newer.on_conflict_do_update(
            index_elements=["id"], set_=values, where=col(Party.listed_at) < newer.excluded.listed_at
        )
    )


async def parties(session: AsyncSession) -> list[Party]:
    """Every organisation, by name."""
    return list((await session.execute(select(Party).order_by(func.lower(Party.name)))).scalars())


async def party(session: AsyncSession, party_id: UUID | None) -> Party | None:
    """One organisation."""
    return await session.get(Party, party_id) if party_id else None


async def keep_handover_sent(
    session: AsyncSession, handover_id: UUID, known: dict[str, Any], at: datetime, answer_by: date
) -> None:
    """Remember that a handover went out, also when its answer was heard before."""
    sent = {"sent_at": at, "answer_by": answer_by}
    await _keep_handover(session, handover_id, known, sent)


async def keep_handover_answered(
    session: AsyncSession, handover_id: UUID, known: dict[str, Any], at: datetime, answer: str
) -> None:
    """Remember the body's newest answer."""
    await _keep_handover(session, handover_id, known, {"answer": answer, "answered_at": at})


async def _keep_handover(session: AsyncSession, handover_id: UUID, known: dict[str, Any], news: dict[str, Any]) -> None:
    await session.execute(
        insert(Handover).values(id=handover_id, **known, **news).on_conflict_do_update(index_elements=["id"], set_=news)
    )


async def handovers_of(session: AsyncSession, dossier_id: UUID) -> list[Handover]:
    """The handovers of a dossier, newest first."""
    wanted = select(Handover).where(col(Handover.dossier_id) == dossier_id)
    return list((await session.execute(wanted.order_by(col(Handover.reference).desc()))).scalars())
