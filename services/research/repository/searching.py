"""Looking for dossiers and meetings: in what they say themselves, and in what stands in their lists."""

from typing import Any

from sqlalchemy import ColumnElement, func, literal, or_
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
    wanted = select(Dossier).where(*(_in_dossier(word) for word in asked.each))
    ordered = wanted.order_by(col(Dossier.changed_at).desc(), col(Dossier.id))
    return list((await session.execute(_page(ordered, asked))).scalars()), await _count(session, wanted)


async def round_tables(session: AsyncSession, asked: Asked) -> tuple[list[tuple[RoundTable, Dossier]], int]:
    """Meetings that hold all the words, the last first, and how many there are."""
    joined = select(RoundTable, Dossier).join(Dossier, col(Dossier.id) == col(RoundTable.dossier_id))
    wanted = joined.where(*(_in_table(word) for word in asked.each))
    ordered = wanted.order_by(col(RoundTable.starts_at).desc(), col(RoundTable.id))
    found = (await session.execute(_page(ordered, asked))).all()
    return [(meeting, dossier) for meeting, dossier in found], await _count(session, wanted)


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


def _page(ordered: Any, asked: Asked) -> Any:
    return ordered.limit(asked.size).offset(rows_before(asked.number))


async def _count(session: AsyncSession, wanted: Any) -> int:
    some = wanted.with_only_columns(literal(1)).limit(COUNTED + 1).subquery()
    return int((await session.execute(select(func.count()).select_from(some))).scalar_one())
