"""Looking for cases."""

from collections.abc import Sequence

from sqlalchemy import func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.triage.tables import Case
from shared.paging import rows_before
from shared.web.search import COUNTED, Asked


async def cases(session: AsyncSession, asked: Asked) -> tuple[Sequence[Case], int]:
    """Cases that hold all the words, the newest first, and how many there are; no further than COUNTED and one."""
    holds = [col(Case.words).contains(word, autoescape=True) for word in asked.each]
    newest = select(Case).where(*holds).order_by(col(Case.submitted_at).desc(), col(Case.report_id))
    found = await session.scalars(newest.limit(asked.size).offset(rows_before(asked.number)))
    some = select(literal(1)).select_from(Case).where(*holds).limit(COUNTED + 1).subquery()
    return found.all(), int(await session.scalar(select(func.count()).select_from(some)) or 0)
