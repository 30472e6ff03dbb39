"""Keeps what a service knows of terms up to date, in whatever order it hears."""

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.accounts import TermSetV1
from shared.contracts.cloud_event import CloudEvent
from shared.messaging.subscribing import FactSubscribers
from shared.terms.table import terms


def follow_terms(facts: FactSubscribers) -> None:
    """Let a service hear how long everything may take."""
    facts.hears(TermSetV1)(on_term_set)


async def on_term_set(session: AsyncSession, event: CloudEvent[TermSetV1]) -> None:
    """Keep the newest revision of a term."""
    values = {"revision": event.data.revision, "value": event.data.value}
    newer = terms.c.revision < event.data.revision
    await session.execute(
        insert(terms)
        .values(variable=event.data.variable, **values)
        .on_conflict_do_update(index_elements=[terms.c.variable], set_=values, where=newer)
    )
