"""What practices say of whether it is really solved."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import or_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from services.research.tables import Dossier, GivenCheckAnswer, LinkedReport
from shared.contracts.pieces import Hider
from shared.contracts.vocabulary import CheckAnswer
from shared.contracts.words import GONE
from shared.messaging import hiding


async def keep(session: AsyncSession, row: dict[str, Any]) -> None:
    """Keep an answer, unless a newer one is known."""
    newer = col(GivenCheckAnswer.answered_at) < row["answered_at"]
    given = insert(GivenCheckAnswer).values(**row)
    await session.execute(given.on_conflict_do_update(index_elements=["report_id"], set_=row, where=newer))


async def of_report(session: AsyncSession, report_id: UUID) -> GivenCheckAnswer | None:
    """The newest answer of one practice."""
    return await session.get(GivenCheckAnswer, report_id)


async def empty(session: AsyncSession, report_id: UUID) -> None:
    """Take the words out of an answer; what was chosen still counts."""
    given = update(GivenCheckAnswer).where(col(GivenCheckAnswer.report_id) == report_id)
    await session.execute(given.where(col(GivenCheckAnswer.text).is_not(None)).values(text=GONE))


async def of_dossiers(session: AsyncSession, dossier_ids: Collection[UUID]) -> dict[UUID, list[GivenCheckAnswer]]:
    """The answers under each of these dossiers, oldest first: since its outcome, when it has one.

    A dossier that was opened again shows what was said before, for that is why it was opened.
    """
    wanted = (
        select(LinkedReport.dossier_id, GivenCheckAnswer)
        .join(GivenCheckAnswer, col(GivenCheckAnswer.report_id) == col(LinkedReport.report_id))
        .join(Dossier, col(Dossier.id) == col(LinkedReport.dossier_id))
        .where(col(LinkedReport.dossier_id).in_(dossier_ids))
        .where(or_(col(Dossier.concluded_at).is_(None), col(GivenCheckAnswer.answered_at) >= col(Dossier.concluded_at)))
        .order_by(col(GivenCheckAnswer.answered_at))
    )
    found: dict[UUID, list[GivenCheckAnswer]] = {dossier_id: [] for dossier_id in dossier_ids}
    for dossier_id, answer in (await session.execute(wanted)).all():
        found[dossier_id].append(answer)
    return found


def choices(answers: Collection[GivenCheckAnswer]) -> list[CheckAnswer]:
    """Their codes as choices."""
    return [CheckAnswer.parse(given.answer) for given in answers]


async def hide_in(session: AsyncSession, report_id: UUID, hider: Hider) -> None:
    """Take hidden pieces out of what was said about a report."""
    await hiding.hide_in(
        session, select(GivenCheckAnswer).where(col(GivenCheckAnswer.report_id) == report_id), hider, "text"
    )
