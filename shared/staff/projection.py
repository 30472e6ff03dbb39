"""Keeps what a service knows of the team up to date, whatever order the facts come in."""

from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shared import clock
from shared.contracts.accounts import MemberChangedV1, SessionEndedV1
from shared.contracts.cloud_event import CloudEvent
from shared.messaging.subscribing import FactSubscribers
from shared.staff.tables import ended_sessions, members

# More than any clock is wrong: a session that ended must not begin again because ours was put right.
CLOCKS_DIFFER = timedelta(days=1)


def follow_staff(facts: FactSubscribers) -> None:
    """Let a service hear who is on the team and who signed out."""
    facts.hears(MemberChangedV1)(on_member_changed)
    facts.hears(SessionEndedV1)(on_session_ended)


async def on_member_changed(session: AsyncSession, event: CloudEvent[MemberChangedV1]) -> None:
    """Keep the newest revision of a member."""
    member = event.data
    values = {
        "revision": member.revision,
        "name": member.name,
        "role": member.role.value,
        "active": member.active,
        "shortcuts": member.shortcuts,
        "back_on": member.back_on,
        "stand_in_id": member.stand_in_id,
    }
    await session.execute(
        insert(members)
        .values(id=member.member_id, **values)
        .on_conflict_do_update(index_elements=[members.c.id], set_=values, where=members.c.revision < member.revision)
    )


async def on_session_ended(session: AsyncSession, event: CloudEvent[SessionEndedV1]) -> None:
    """Remember an ended session as long as its token could still be shown; forget older ones."""
    await session.execute(delete(ended_sessions).where(ended_sessions.c.expires_at < clock.now() - CLOCKS_DIFFER))
    await session.execute(
        insert(ended_sessions)
        .values(id=event.data.session_id, expires_at=event.data.expires_at)
        .on_conflict_do_nothing()
    )
