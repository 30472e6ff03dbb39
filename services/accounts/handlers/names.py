"""Which names are no patient's. Every change is told to the services that look through texts.

What the team says goes first; then what organisations are called, as knowledge lists them, and what was known from the
start.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.accounts.domain import ABOUT_NAMES, AuditAction, called, name_id
from services.accounts.handlers.audit import Person, note
from services.accounts.repository import audit
from services.accounts.repository import names as repository
from services.accounts.tables import AllowedName, AuditEntry, PartyName
from shared import clock
from shared.contracts.accounts import AllowedNameChangedV1
from shared.contracts.knowledge import PartyListedV1
from shared.messaging import outbox
from shared.paging import Page
from shared.privacy.allowed import FROM_THE_START, NamedThing, of_organisation
from shared.privacy.lists import are_called


@dataclass(frozen=True)
class Listed:
    """A name on the list, and since when; None: from the start. `by_team`: somebody put it there."""

    id: UUID
    name: str
    belongs_to: NamedThing
    since: datetime | None
    by_team: bool = False


FIRST = {
    name_id(name): Listed(name_id(name), name, belongs_to, None)
    for belongs_to, names in FROM_THE_START.items()
    for name in names
}


async def allowed_names(session: AsyncSession) -> list[Listed]:
    """The names that are no patient's, in the order of the alphabet."""
    said = await repository.said_about_names(session)
    listed = dict(FIRST)
    for row in said:
        # Nothing was changed yet in a row that was only looked at.
        if row.allowed and row.revision:
            listed[row.id] = Listed(row.id, row.name, NamedThing.parse(row.belongs_to), row.changed_at, row.by_team)
        elif not row.allowed:
            listed.pop(row.id, None)
    return sorted(listed.values(), key=lambda one: one.name.casefold())


async def parties_left_out(session: AsyncSession) -> list[Listed]:
    """What organisations are called and is not on the list: people are called that too, or the team took it off."""
    listed = {one.id for one in await allowed_names(session)}
    left_out = {
        row.name_id: Listed(row.name_id, row.name, NamedThing.parse(row.belongs_to), None)
        for row in await repository.names_of_parties(session)
        if row.name_id not in listed
    }
    return sorted(left_out.values(), key=lambda one: one.name.casefold())


async def keep_party(session: AsyncSession, fact: PartyListedV1, listed_at: datetime) -> None:
    """Put on the list what an organisation is called, and take off what it was called before.

    Not what people are called too: that is for the team to decide.
    """
    before = await repository.names_of_party(session, fact.party_id)
    if any(row.listed_at > listed_at for row in before):
        return
    belongs_to = of_organisation(fact.kind)
    names = {name_id(name): name for name in called(fact.name, fact.abbreviation)}
    now = [
        PartyName(party_id=fact.party_id, name_id=each, name=name, belongs_to=belongs_to.value, listed_at=listed_at)
        for each, name in names.items()
    ]
    await repository.put_names_of_party(session, fact.party_id, now)
    for row in before:
        if row.name_id not in names:
            await _no_party_is_called(session, row)
    for row in now:
        if not are_called(row.name):
            await _a_party_is_called(session, row)


async def _a_party_is_called(session: AsyncSession, party: PartyName) -> None:
    row = await _row(session, party.name, NamedThing.parse(party.belongs_to))
    if not row.allowed and not row.by_team:
        row.name, row.belongs_to = party.name, party.belongs_to
        await _change(session, row, AuditAction.NAME_ALLOWED, None)


async def _no_party_is_called(session: AsyncSession, party: PartyName) -> None:
    row = await _row(session, party.name, NamedThing.parse(party.belongs_to))
    stays = row.by_team or row.id in FIRST or await repository.a_party_is_called(session, row.id)
    if row.allowed and not stays:
        await _change(session, row, AuditAction.NAME_TAKEN_OFF, None)


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


async def _row(session: AsyncSession, name: str, belongs_to: NamedThing) -> AllowedName:
    wanted = name_id(name)
    return await repository.name_to_change(
        session,
        AllowedName(
            id=wanted,
            revision=0,
            name=name,
            allowed=wanted in FIRST,
            belongs_to=belongs_to.value,
            by_team=False,
            changed_at=clock.now(),
        ),
    )


async def _change(session: AsyncSession, row: AllowedName, action: AuditAction, by: Person | None) -> None:
    row.allowed, row.revision, row.changed_at = not row.allowed, row.revision + 1, clock.now()
    row.by_team = by is not None
    note(session, action, about=None, by=by, name=row.name, belongs_to=row.belongs_to)
    fact = AllowedNameChangedV1(name_id=row.id, revision=row.revision, name=row.name, allowed=row.allowed)
    await outbox.add(session, fact)
