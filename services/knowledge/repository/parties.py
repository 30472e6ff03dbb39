"""Organisations and who speaks for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.knowledge.tables import Contact, Party
from shared.paging import PAGE_SIZE, Page, rows_before


@dataclass(frozen=True)
class Sought:
    """Which organisations somebody looks for; empty is all that are on the list."""

    words: str = ""
    kind: str = ""
    retired: bool = False
    page: int = 1


async def listed(session: AsyncSession, sought: Sought) -> Page[Party]:
    """One page of the organisations sought, by name."""
    wanted = _conditions(sought)
    total = await session.scalar(select(func.count()).select_from(Party).where(*wanted)) or 0
    ordered = select(Party).where(*wanted).order_by(func.lower(col(Party.name)), col(Party.id))
    found = await session.scalars(ordered.offset(rows_before(sought.page)).limit(PAGE_SIZE))
    return Page(sought.page, found.all(), total)


async def kinds(session: AsyncSession) -> set[str]:
    """What kinds of organisations there are."""
    return set(await session.scalars(select(col(Party.kind)).distinct()))


async def counted_contacts(session: AsyncSession, party_ids: Sequence[UUID]) -> dict[UUID, int]:
    """How many people speak for each of these organisations; who has nobody is left out."""
    of_each = select(col(Contact.party_id), func.count()).where(col(Contact.party_id).in_(party_ids))
    counted = await session.execute(of_each.group_by(col(Contact.party_id)))
    return {row[0]: row[1] for row in counted}


async def party(session: AsyncSession, party_id: UUID, *, hold: bool = False) -> Party | None:
    """One organisation; held until the transaction ends when it is about to be changed."""
    return await session.get(Party, party_id, with_for_update=hold, populate_existing=True)


async def party_by_key(session: AsyncSession, key: str) -> Party | None:
    """The organisation with this short name, held until the transaction ends."""
    found = await session.scalars(select(Party).where(col(Party.key) == key).with_for_update())
    return found.one_or_none()


async def party_called(session: AsyncSession, name: str) -> Party | None:
    """The organisation with this name, in capitals or not, on the list or not."""
    found = await session.scalars(select(Party).where(func.lower(col(Party.name)) == func.lower(name)))
    return found.one_or_none()


async def take_turns(session: AsyncSession) -> None:
    """Let nobody else add or rename an organisation or a theme until the transaction ends."""
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended("names of parties", 0))))


async def contacts_of(session: AsyncSession, party_id: UUID) -> Sequence[Contact]:
    """Who speaks for an organisation, by name."""
    mine = select(Contact).where(col(Contact.party_id) == party_id)
    return (await session.scalars(mine.order_by(func.lower(col(Contact.name)), col(Contact.id)))).all()


async def contact(session: AsyncSession, party_id: UUID, contact_id: UUID) -> Contact | None:
    """One of them."""
    found = await session.get(Contact, contact_id, populate_existing=True)
    return found if found and found.party_id == party_id else None


def _conditions(sought: Sought) -> list[ColumnElement[bool]]:
    gone = col(Party.retired_at)
    conditions: list[ColumnElement[bool]] = [gone.is_not(None) if sought.retired else gone.is_(None)]
    if sought.kind:
        conditions.append(col(Party.kind) == sought.kind)
    if sought.words:
        named = (col(Party.name), col(Party.abbreviation))
        conditions.append(or_(*(field.icontains(sought.words, autoescape=True) for field in named)))
    return conditions
