"""What escalation remembers of other services' facts, and of where packages went."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import case, delete, func, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from services.escalation.tables import ListedContacts, Party, PartyContact, ReopenedDossier, Report
from shared.contracts.pieces import Hider
from shared.contracts.words import GONE
from shared.messaging.hiding import hide_in


async def keep_report(session: AsyncSession, values: dict[str, Any]) -> None:
    """Keep a report; a second time changes nothing."""
    await session.execute(insert(Report).values(values).on_conflict_do_nothing())


async def report(session: AsyncSession, report_id: UUID | None) -> Report | None:
    """A report we were told of."""
    return await session.get(Report, report_id) if report_id else None


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


async def party(session: AsyncSession, party_id: UUID) -> Party | None:
    """One organisation."""
    return await session.get(Party, party_id)


async def keep_contact(session: AsyncSession, party_id: UUID, name: str, email: str) -> None:
    """Remember whom to write to at an organisation."""
    values = {"name": name, "email": email}
    await session.execute(
        insert(PartyContact)
        .values(party_id=party_id, **values)
        .on_conflict_do_update(index_elements=["party_id"], set_=values)
    )


async def contact(session: AsyncSession, party_id: UUID) -> PartyContact | None:
    """Whom we wrote to last at an organisation."""
    return await session.get(PartyContact, party_id, populate_existing=True)


async def forget_contact(session: AsyncSession, party_id: UUID, *, but: list[str]) -> None:
    """Forget whom we wrote to last at an organisation, unless it is one of these addresses."""
    kept = [address.lower() for address in but]
    gone = delete(PartyContact).where(col(PartyContact.party_id) == party_id)
    await session.execute(gone.where(func.lower(PartyContact.email).not_in(kept)))


async def keep_listed_contacts(
    session: AsyncSession, party_id: UUID, revision: int, contacts: list[dict[str, Any]]
) -> None:
    """Keep the newest list of who speaks for an organisation."""
    values = {"revision": revision, "contacts": contacts}
    newer = insert(ListedContacts).values(party_id=party_id, **values)
    await session.execute(
        newer.on_conflict_do_update(
            index_elements=["party_id"], set_=values, where=col(ListedContacts.revision) < newer.excluded.revision
        )
    )


async def listed_contacts(session: AsyncSession, party_id: UUID) -> list[dict[str, Any]]:
    """Who speaks for an organisation: name, function, address and themes of each."""
    found = await session.get(ListedContacts, party_id, populate_existing=True)
    return found.contacts if found else []


async def keep_reopened(session: AsyncSession, dossier_id: UUID, at: datetime) -> None:
    """Remember when a dossier was last opened again."""
    newer = insert(ReopenedDossier).values(dossier_id=dossier_id, reopened_at=at)
    await session.execute(
        newer.on_conflict_do_update(
            index_elements=["dossier_id"],
            set_={"reopened_at": at},
            where=col(ReopenedDossier.reopened_at) < newer.excluded.reopened_at,
        )
    )


async def reopened_at(session: AsyncSession, dossier_id: UUID) -> datetime | None:
    """When a dossier was last opened again, as far as we heard."""
    found = await session.get(ReopenedDossier, dossier_id, populate_existing=True)
    return found.reopened_at if found else None
