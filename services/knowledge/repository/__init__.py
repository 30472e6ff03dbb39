"""Every query of knowledge."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, any_, case, func, literal, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.knowledge.tables import Doubt, Help, Item, Source
from shared.contracts.vocabulary import AgreementStatus
from shared.paging import PAGE_SIZE, Page, rows_before
from shared.themes.theme import all_themes

# How much a word may differ from what was meant; lower finds more and means less.
ALIKE = 0.5
# Shorter words look like too much.
SHORTEST_TELLING = 5


@dataclass(frozen=True)
class Wanted:
    """What a reader looks for. `words` are as they are searched (domain.plain); empty is everything."""

    words: str = ""
    imposed_by: str = ""
    drafts: bool = False
    page: int = 1


async def item_by_code(session: AsyncSession, code: str) -> Item | None:
    """The item with this code."""
    found = await session.scalars(select(Item).where(col(Item.code) == code))
    return found.one_or_none()


async def item_for_update(session: AsyncSession, code: str) -> Item | None:
    """The item with this code, held until the transaction ends."""
    found = await session.scalars(select(Item).where(col(Item.code) == code).with_for_update())
    return found.one_or_none()


async def agreement_for_update(session: AsyncSession, agreement_id: UUID) -> Item | None:
    """The item of an agreement of the team, held until the transaction ends."""
    found = await session.scalars(select(Item).where(col(Item.agreement_id) == agreement_id).with_for_update())
    return found.one_or_none()


async def agreement_that_ended(session: AsyncSession, today: date) -> Item | None:
    """One agreement of the team whose last day has passed and that is said to hold, held."""
    over = (col(Item.valid_until) < today, col(Item.status) == AgreementStatus.IN_FORCE.value)
    found = await session.scalars(select(Item).where(*over).limit(1).with_for_update(skip_locked=True))
    return found.one_or_none()


async def items_by_code(session: AsyncSession) -> dict[str, Item]:
    """All items, held until the transaction ends."""
    found = await session.scalars(select(Item).order_by(col(Item.code)).with_for_update())
    return {item.code: item for item in found}


async def readable_items(session: AsyncSession, wanted: Wanted) -> Page[Item]:
    """The items that hold all the words, or have a heading like them, the best first; without words all, by theme."""
    return await _matching(session, wanted, wanted.words, [wanted.words] if wanted.words else [])


async def items_with_any_word(session: AsyncSession, wanted: Wanted) -> Page[Item]:
    """The items that hold at least one of the words, or have one like it in their heading, the best first."""
    words = wanted.words.split()
    telling = [word for word in words if len(word) >= SHORTEST_TELLING]
    return await _matching(session, wanted, " or ".join(words), telling)


async def origins(session: AsyncSession, *, drafts: bool) -> set[str]:
    """From whom the readable items come."""
    found = await session.scalars(
        select(func.unnest(col(Item.imposed_by))).where(*_readable(Wanted(drafts=drafts))).distinct()
    )
    return set(found)


async def sources(session: AsyncSession, codes: Iterable[str]) -> list[Source]:
    """The sources with these codes."""
    found = await session.scalars(select(Source).where(col(Source.code).in_(list(codes))))
    return sorted(found, key=lambda source: int(source.code[1:]))


async def store_source(session: AsyncSession, code: str, description: str) -> None:
    """Keep a source, in its newest wording."""
    row = insert(Source).values(code=code, description=description)
    await session.execute(
        row.on_conflict_do_update(index_elements=[col(Source.code)], set_={"description": description})
    )


async def put_help(session: AsyncSession, help_id: UUID, item_id: UUID, at: datetime, *, helped: bool) -> None:
    """Keep the newest word on whether an item helped somebody."""
    told = {"helped": helped, "as_of": at}
    row = insert(Help).values(id=help_id, item_id=item_id, **told)
    newer = col(Help.as_of) <= row.excluded.as_of
    await session.execute(row.on_conflict_do_update(index_elements=["id"], set_=told, where=newer))


async def count_helped(session: AsyncSession, item_id: UUID) -> int:
    """How often an item helped."""
    helped = select(func.count()).select_from(Help).where(col(Help.item_id) == item_id, col(Help.helped))
    return int(await session.scalar(helped) or 0)


async def put_doubt(session: AsyncSession, report_id: UUID, item_id: UUID, reason: str) -> None:
    """Keep what a report says about an agreement."""
    told = {"item_id": item_id, "reason": reason}
    row = insert(Doubt).values(report_id=report_id, withdrawn=False, **told)
    await session.execute(row.on_conflict_do_update(index_elements=["report_id"], set_=told))


async def withdraw_doubt(session: AsyncSession, report_id: UUID) -> None:
    """Note that a report was taken back, whatever it is about."""
    row = insert(Doubt).values(report_id=report_id, withdrawn=True)
    await session.execute(row.on_conflict_do_update(index_elements=["report_id"], set_={"withdrawn": True}))


async def doubts_about(session: AsyncSession, item_id: UUID) -> dict[str, int]:
    """How many reports doubt an agreement, by reason."""
    about = (col(Doubt.item_id) == item_id, ~col(Doubt.withdrawn))
    counted = await session.execute(select(col(Doubt.reason), func.count()).where(*about).group_by(col(Doubt.reason)))
    return {reason: count for reason, count in counted if reason}


async def _matching(session: AsyncSession, wanted: Wanted, query: str, alike: list[str]) -> Page[Item]:
    conditions = _readable(wanted)
    order: list[ColumnElement[Any]] = [
        case({theme.value: place for place, theme in enumerate(all_themes())}, value=col(Item.theme))
    ]
    if query:
        await session.execute(select(func.set_config("pg_trgm.word_similarity_threshold", str(ALIKE), True)))
        asked = func.websearch_to_tsquery("dutch", query)
        heading = col(Item.search_heading)
        conditions.append(or_(col(Item.search).op("@@")(asked), *(literal(words).op("<%")(heading) for words in alike)))
        rank = sum((func.word_similarity(words, heading) for words in alike), func.ts_rank(col(Item.search), asked))
        order = [rank.desc()]
    total = await session.scalar(select(func.count()).select_from(Item).where(*conditions)) or 0
    asked_for = select(Item).where(*conditions).order_by(*order, col(Item.code))
    found = await session.scalars(asked_for.offset(rows_before(wanted.page)).limit(PAGE_SIZE))
    return Page(wanted.page, found.all(), total)


def _readable(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if not wanted.drafts:
        conditions.append(col(Item.checked_on).is_not(None))
    if wanted.imposed_by:
        conditions.append(literal(wanted.imposed_by) == any_(col(Item.imposed_by)))
    return conditions
