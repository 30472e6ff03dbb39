"""Which words are to go from messages: all, for what was erased, or the pieces that were hidden."""

from typing import Any, Protocol, TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.base import Fact
from shared.contracts.cloud_event import CloudEvent
from shared.contracts.words import GONE, WORDS, things_behind, without_words
from shared.messaging.erasing import hold_words, is_erased
from shared.messaging.hiding import hider_of

F = TypeVar("F", bound=Fact)


class Redaction(Protocol):
    """Takes words out of facts and texts."""

    def fact(self, fact: F) -> F:
        """The fact without them."""

    def text(self, text: str) -> str:
        """The text without them."""


class AllWords:
    """All words go."""

    def fact(self, fact: F) -> F:
        """The fact with nothing that somebody wrote."""
        return without_words(fact)

    def text(self, text: str) -> str:  # noqa: ARG002
        """What stands in the place of any text."""
        return GONE


ALL_WORDS = AllWords()


async def redaction_of(session: AsyncSession, about_id: UUID) -> Redaction:
    """Which words about this are to go, when some are: what was hidden in it, unless it was erased or holds none."""
    hider = None if await is_erased(session, about_id) else await hider_of(session, [about_id])
    return hider or ALL_WORDS


async def as_it_may_be_heard(session: AsyncSession, event: CloudEvent[Any]) -> CloudEvent[Any]:
    """The event, without the words that are to go when what it is about was erased or something in it was hidden.

    Neither comes between until the commit.
    """
    if type(event.data) not in WORDS:
        return event
    about = sorted(things_behind(event.data))
    redaction: Redaction | None = ALL_WORDS if not await hold_words(session, *about) else await hider_of(session, about)
    return event.model_copy(update={"data": redaction.fact(event.data)}) if redaction else event


async def as_it_may_be_said(session: AsyncSession, fact: F) -> F:
    """The fact, without pieces that were hidden before and that somebody typed once more.

    With them it would be deleted at the broker, perhaps before everybody heard it.
    """
    hider = await hider_of(session, things_behind(fact)) if type(fact) in WORDS else None
    return hider.fact(fact) if hider else fact
