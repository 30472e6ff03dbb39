"""The queries of triage about one case, and about what others told; those of the queue stand in `queue.py`."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.triage.domain import ENDS_BY_ITSELF, MERGED, WAITS_FOR_US, State
from services.triage.tables import Case, KnownDossier, KnownItem, KnownParty

Named = Row[UUID, str | None, str]


async def add_case(session: AsyncSession, row: dict[str, Any]) -> None:
    """Store a new case."""
    await session.execute(upsert(Case).values(**row))


async def case(session: AsyncSession, report_id: UUID) -> Case | None:
    """The case on a report."""
    return await session.get(Case, report_id)


async def case_with_reference(session: AsyncSession, reference: str) -> Case | None:
    """The case on the report with this number."""
    return (await session.scalars(select(Case).where(col(Case.reference) == reference))).one_or_none()


async def lock_case(session: AsyncSession, report_id: UUID) -> Case | None:
    """The case as it is now, for this transaction alone to change."""
    locked = select(Case).where(col(Case.report_id) == report_id).with_for_update()
    return (await session.scalars(locked.execution_options(populate_existing=True))).one_or_none()


async def lock_cases(session: AsyncSession, report_ids: Sequence[UUID]) -> Sequence[Case]:
    """These cases as they are now, for this transaction alone to change; always in the same order."""
    locked = select(Case).where(col(Case.report_id).in_(report_ids)).order_by(col(Case.report_id)).with_for_update()
    return (await session.scalars(locked.execution_options(populate_existing=True))).all()


async def cases(session: AsyncSession, report_ids: Sequence[UUID]) -> Sequence[Case]:
    """These cases, by reference."""
    wanted = select(Case).where(col(Case.report_id).in_(report_ids)).order_by(col(Case.reference))
    return (await session.scalars(wanted)).all()


async def case_of_reference(session: AsyncSession, reference: str) -> Case | None:
    """The case with this reference."""
    return (await session.scalars(select(Case).where(col(Case.reference) == reference))).one_or_none()


async def next_due(session: AsyncSession, moment: datetime) -> Case | None:
    """The case whose moment came first, held until this transaction ends; cases others hold are passed over."""
    due = select(Case).where(or_(col(Case.remind_at) <= moment, col(Case.term_at) <= moment))
    waiting = due.where(col(Case.state).in_([state.value for state in (*WAITS_FOR_US, *ENDS_BY_ITSELF)]))
    first = waiting.order_by(func.least(col(Case.remind_at), col(Case.term_at)), col(Case.report_id)).limit(1)
    held = first.with_for_update(skip_locked=True).execution_options(populate_existing=True)
    return (await session.scalars(held)).one_or_none()


async def practices_under(session: AsyncSession, dossier_id: UUID, besides: UUID) -> int:
    """How many different practices hang under a dossier, the practice `besides` not counted."""
    counted = select(func.count(func.distinct(col(Case.practice_id))))
    linked = counted.where(
        col(Case.dossier_id) == dossier_id, col(Case.practice_id) != besides, col(Case.withdrawn_at).is_(None)
    )
    return int(await session.scalar(linked) or 0)


async def set_next_actor(session: AsyncSession, dossier_id: UUID, actor: str) -> None:
    """Whose turn it is for every case under a dossier."""
    under = update(Case).where(col(Case.dossier_id) == dossier_id, col(Case.state) == State.LINKED.value)
    await session.execute(under.values(next_actor=actor, next_actor_name=None))


async def lock_requests_under(session: AsyncSession, dossier_id: UUID) -> Sequence[Case]:
    """Cases that were linked to a dossier and now ask to be opened again, for this transaction alone to change."""
    asking = select(Case).where(
        col(Case.dossier_id) == dossier_id,
        col(Case.state) == State.REOPEN_REQUESTED.value,
        col(Case.state_before) == State.LINKED.value,
    )
    locked = asking.order_by(col(Case.report_id)).with_for_update().execution_options(populate_existing=True)
    return (await session.scalars(locked)).all()


async def joiners(session: AsyncSession, report_id: UUID) -> Sequence[Case]:
    """The cases of practices that joined a report, oldest first."""
    joined = select(Case).where(col(Case.joins_report_id) == report_id).order_by(col(Case.submitted_at))
    return (await session.scalars(joined)).all()


async def parts_of(session: AsyncSession, case: Case) -> Sequence[Case]:
    """The other parts of what was one report: the one this was split off from, and those that came of it."""
    of_it = col(Case.split_from_id) == case.report_id
    split = select(Case).where(or_(of_it, col(Case.report_id) == case.split_from_id) if case.split_from_id else of_it)
    return (await session.scalars(split.order_by(col(Case.submitted_at)))).all()


async def parts_split_off(session: AsyncSession, report_id: UUID) -> int:
    """How many reports were split off from a report, as far as they were heard of: each is a change of its case."""
    split_off = select(func.count()).select_from(Case).where(col(Case.split_from_id) == report_id)
    return int(await session.scalar(split_off) or 0)


async def lock_followers(session: AsyncSession, report_id: UUID, state: State | None = None) -> Sequence[Case]:
    """The cases that joined a report and go where it goes, for this transaction alone to change; all or in a state."""
    along = select(Case).where(col(Case.joins_report_id) == report_id, col(Case.follows))
    if state:
        along = along.where(col(Case.state) == state.value)
    locked = along.order_by(col(Case.report_id)).with_for_update().execution_options(populate_existing=True)
    return (await session.scalars(locked)).all()


async def put_item(session: AsyncSession, row: dict[str, Any]) -> None:
    """Keep the newest revision of a known item."""
    newer = upsert(KnownItem).values(**row)
    await session.execute(
        newer.on_conflict_do_update(
            index_elements=["id"], set_=row, where=col(KnownItem.revision) < newer.excluded.revision
        )
    )


async def put_party(session: AsyncSession, row: dict[str, Any]) -> None:
    """Keep what was listed last about a party, whatever order it comes in."""
    newer = upsert(KnownParty).values(**row)
    later = col(KnownParty.listed_at) < newer.excluded.listed_at
    await session.execute(newer.on_conflict_do_update(index_elements=["id"], set_=row, where=later))


async def put_dossier(session: AsyncSession, row: dict[str, Any]) -> bool:
    """Keep how a dossier stands; False when we know something newer."""
    newer = upsert(KnownDossier).values(**row)
    kept = await session.execute(
        newer.on_conflict_do_update(
            index_elements=["id"],
            set_=row,
            where=or_(col(KnownDossier.changed_at) <= newer.excluded.changed_at, col(KnownDossier.reference).is_(None)),
        ).returning(col(KnownDossier.id))
    )
    return kept.first() is not None


async def items(session: AsyncSession) -> Sequence[KnownItem]:
    """Every item a report can be answered with."""
    return (await session.scalars(select(KnownItem).where(col(KnownItem.public)).order_by(col(KnownItem.code)))).all()


async def item(session: AsyncSession, item_id: UUID) -> KnownItem | None:
    """One known item."""
    return await session.get(KnownItem, item_id)


async def parties(session: AsyncSession) -> Sequence[KnownParty]:
    """Every party to choose from, by name."""
    offered = select(KnownParty).where(~col(KnownParty.retired))
    return (await session.scalars(offered.order_by(func.lower(KnownParty.name)))).all()


async def party(session: AsyncSession, party_id: UUID) -> KnownParty | None:
    """One party."""
    return await session.get(KnownParty, party_id)


_NAMED = select(col(KnownDossier.id), col(KnownDossier.reference), col(KnownDossier.title))


async def dossiers(session: AsyncSession) -> Sequence[Named]:
    """Dossiers that reports can be linked to, with `id`, `reference` and `title`: running ones first, newest first."""
    wanted = _NAMED.where(col(KnownDossier.outcome).is_distinct_from(MERGED))
    listed = wanted.order_by(col(KnownDossier.outcome).is_not(None), col(KnownDossier.reference).desc())
    return (await session.execute(listed)).all()


async def dossiers_named(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, str]:
    """What people call each of these dossiers."""
    found = await session.execute(_NAMED.where(col(KnownDossier.id).in_(ids)))
    return {dossier_id: reference or title for dossier_id, reference, title in found.all()}


async def dossier(session: AsyncSession, dossier_id: UUID) -> KnownDossier | None:
    """One dossier."""
    return await session.get(KnownDossier, dossier_id)
