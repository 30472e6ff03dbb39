"""Which names are no patient's. Every change is told to the services that look through texts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.accounts.domain import ABOUT_NAMES, AuditAction, name_id
from services.accounts.handlers.audit import Person, note
from services.accounts.repository import audit
from services.accounts.repository import names as repository
from services.accounts.tables import AllowedName, AuditEntry
from shared import clock
from shared.contracts.accounts import AllowedNameChangedV1
from shared.messaging import outbox
from shared.paging import Page
from shared.privacy.allowed import FROM_THE_START, NamedThing


@dataclass(frozen=True)
class Listed:
    """A name on the list, and since when; None: from the start."""

    id: UUID
    name: str
    belongs_to: NamedThing
    since: datetime | None


async def allowed_names(session: AsyncSession) -> list[Listed]:
    """The names that are no patient's, in the order of the alphabet."""
    said = await repository.said_about_names(session)
    listed = {one.id: one for one in _from_the_start()}
    for row in said:
        # Nothing was changed yet in a row that was only looked at.
        if row.allowed and row.revision:
            listed[row.id] = Listed(row.id, row.name, NamedThing.parse(row.belongs_to), row.changed_at)
        elif not row.allowed:
            listed.pop(row.id, None)
    return sorted(listed.values(), key=lambda one: one.name.casefold())


async def allow_name(session: AsyncSession, name: str, belongs_to: NamedThing, *, by: Person) -> bool:
    """Put a name on the list; False when it is there already."""
    row = await _row(session, name, belongs_to)
    if row.allowed:
        return False
    row.name, row.belongs_to = name, belongs_to.value
    await _change(session, row, AuditAction.NAME_ALLOWED, by)
    return True


async def take_name_off(session: AsyncSession, listed: Listed, *, by: Person) -> bool:
    """Take a name off the list; False when it is not there any more."""
    row = await _row(session, listed.name, listed.belongs_to)
    if not row.allowed:
        return False
    await _change(session, row, AuditAction.NAME_TAKEN_OFF, by)
    return True


async def changes_of_names(session: AsyncSession, number: int) -> Page[AuditEntry]:
    """One page of what was changed about the list, newest first."""
    rows, total = await audit.audited(session, ABOUT_NAMES, number)
    return Page(number, rows, total)


def _from_the_start() -> Sequence[Listed]:
    return [
        Listed(name_id(name), name, belongs_to, None) for belongs_to, names in FROM_THE_START.items() for name in names
    ]


async def _row(session: AsyncSession, name: str, belongs_to: NamedThing) -> AllowedName:
    wanted = name_id(name)
    return await repository.name_to_change(
        session,
        AllowedName(
            id=wanted,
            revision=0,
            name=name,
            allowed=any(one.id == wanted for one in _from_the_start()),
            belongs_to=belongs_to.value,
            changed_at=clock.now(),
        ),
    )


async def _change(session: AsyncSession, row: AllowedName, action: AuditAction, by: Person) -> None:
    row.allowed, row.revision, row.changed_at = not row.allowed, row.revision + 1, clock.now()
    note(session, action, about=None, by=by, name=row.name, belongs_to=row.belongs_to)
    fact = AllowedNameChangedV1(name_id=row.id, revision=row.revision, name=row.name, allowed=row.allowed)
    await outbox.add(session, fact)
