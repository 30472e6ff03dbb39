"""Looking for dossiers and meetings: in what they say themselves, and in what stands in their lists."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from services.research.tables import (
    Agreement,
    Attendee,
    Commitment,
    Dossier,
    Finding,
    RoundTable,
    RuleSource,
    Stakeholder,
)
from shared.paging import rows_before
from shared.web.search import COUNTED, Asked

_OWN = (Dossier.title, Dossier.question, Dossier.rule_text, Dossier.rule_made_by, Dossier.public_text)
_LISTS: tuple[tuple[Any, tuple[Any, ...]], ...] = (
    (Stakeholder, (Stakeholder.organisation, Stakeholder.person)),
    (RuleSource, (RuleSource.place, RuleSource.holder, RuleSource.quote)),
    (Finding, (Finding.claim, Finding.source)),
    (Agreement, (Agreement.agreed, Agreement.between)),
    (Commitment, (Commitment.promised_by, Commitment.promise)),
)


async def dossiers(session: AsyncSession, asked: Asked) -> tuple[list[Dossier], int]:
    """Dossiers that hold all the words, the last changed first, and how many there are."""
    newest = (col(Dossier.changed_at).desc(), col(Dossier.id))
    wanted = select(Dossier.id).where(*(_in_dossier(word) for word in asked.each)).order_by(*newest)
    shown, total = await _shown(session, wanted, asked)
    found = await session.execute(select(Dossier).where(col(Dossier.id).in_(shown)).order_by(*newest))
    return list(found.scalars()), total


async def round_tables(session: AsyncSession, asked: Asked) -> tuple[list[tuple[RoundTable, Dossier]], int]:
    """Meetings that hold all the words, the last first, and how many there are."""
    last = (col(RoundTable.starts_at).desc(), col(RoundTable.id))
    joined = select(RoundTable, Dossier).join(Dossier, col(Dossier.id) == col(RoundTable.dossier_id)).order_by(*last)
    wanted = joined.where(*(_in_table(word) for word in asked.each)).with_only_columns(col(RoundTable.id))
    shown, total = await _shown(session, wanted, asked)
    found = await session.execute(joined.where(col(RoundTable.id).in_(shown)))
    return [(meeting, dossier) for meeting, dossier in found.all()], total


def _in_dossier(word: str) -> ColumnElement[bool]:
    listed = (
        col(Dossier.id).in_(select(one.dossier_id).where(col(one.removed_at).is_(None), _any(fields, word)))
        for one, fields in _LISTS
    )
    return or_(_any(_OWN, word), *listed)


def _in_table(word: str) -> ColumnElement[bool]:
    who = select(Attendee.round_table_id).where(
        col(Attendee.removed_at).is_(None), _any((Attendee.name, Attendee.organisation), word)
    )
    fields = (RoundTable.subject, RoundTable.place, RoundTable.agenda, RoundTable.minutes, Dossier.title)
    return or_(_any(fields, word), col(RoundTable.id).in_(who))


def _any(fields: tuple[Any, ...], word: str) -> ColumnElement[bool]:
    return or_(*(col(one).icontains(word, autoescape=True) for one in fields))


async def _shown(session: AsyncSession, wanted: Any, asked: Asked) -> tuple[Sequence[UUID], int]:
    """The ids on the page that is asked for, and how many there are; no further than COUNTED and one."""
    # Looking takes long and happens once: there is no index for words that stand in so many tables.
    found = (await session.execute(wanted.limit(COUNTED + 1))).scalars().all()
    before = rows_before(asked.number)
    return found[before : before + asked.size], len(found)
