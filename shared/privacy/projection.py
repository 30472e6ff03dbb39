"""Keeps what a service knows of the list of names that are no patient's up to date, in whatever order it hears."""

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.accounts import AllowedNameChangedV1
from shared.contracts.cloud_event import CloudEvent
from shared.messaging.subscribing import FactSubscribers
from shared.privacy.tables import allowed_names


def follow_allowed_names(facts: FactSubscribers) -> None:
    """Let a service hear which names are no patient's."""
    facts.hears(AllowedNameChangedV1)(on_allowed_name_changed)


async def on_allowed_name_changed(session: AsyncSession, event: CloudEvent[AllowedNameChangedV1]) -> None:
    """Keep the newest revision of a name."""
    told = event.data
    values = {"revision": told.revision, "name": told.name, "allowed": told.allowed}
    newer = allowed_names.c.revision < told.revision
    await session.execute(
        insert(allowed_names)
        .values(id=told.name_id, **values)
        .on_conflict_do_update(index_elements=[allowed_names.c.id], set_=values, where=newer)
    )
