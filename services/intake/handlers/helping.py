"""*Dit helpt mij*: somebody is helped by what is known, and does not report it now."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.intake.repository import knowing
from services.intake.tables import KnownThing
from shared import clock
from shared.contracts.intake import ReporterHelpedV1
from shared.contracts.likeness import ANSWERS
from shared.messaging import outbox


async def find_answer(session: AsyncSession, code: str) -> KnownThing | None:
    """The agreement, resource or item with this code, unless it may not be shown any more."""
    thing = await knowing.shown_thing(session, code.upper())
    return thing if thing and thing.kind in ANSWERS else None


async def is_helped(session: AsyncSession, help_id: UUID) -> bool | None:
    """What was said last under this id; None when nothing was."""
    known = await knowing.help_of(session, help_id)
    return known.helped if known else None


async def note_help(session: AsyncSession, help_id: UUID, thing_id: UUID, *, helped: bool) -> None:
    """Keep what is said, and tell it when it is new. That something did not help after all needs a word before it."""
    if await knowing.put_help(session, help_id, thing_id, clock.now(), helped=helped):
        await outbox.add(session, ReporterHelpedV1(help_id=help_id, item_id=thing_id, helped=helped))
