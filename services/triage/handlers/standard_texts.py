"""Texts prepared for decisions: written, changed and put out of use by who administers; each change is written down."""

from collections.abc import Sequence
from uuid import UUID, uuid5

from sqlalchemy.ext.asyncio import AsyncSession

from services.triage.domain import SYSTEM
from services.triage.forms import StandardTextForm
from services.triage.repository import standard_texts
from services.triage.tables import StandardText
from shared import clock
from shared.history import write_down

_LISTED = UUID("5d6b1a0e-0c0b-4f0e-9a55-6f1f2b7c9d10")
NEW, CHANGED, RETIRED, BACK = "Nieuwe tekst.", "Veranderd.", "Uit de lijst gehaald.", "Weer in de lijst gezet."


class TextChanged(Exception):
    """Somebody else changed the text after this member opened it."""


class ListedText(StandardTextForm):
    """A text that every installation starts with; `key` is its own for good."""

    key: str

    @property
    def id(self) -> UUID:
        """The same in every installation."""
        return uuid5(_LISTED, self.key)


async def write_text(session: AsyncSession, text_id: UUID, form: StandardTextForm, who: str) -> bool:
    """A new text; False when it was there already, as after a second press."""
    new = StandardText(
        id=text_id,
        decision=form.decision.value,
        title=form.title,
        text=form.text,
        version=1,
        changed_at=clock.now(),
    )
    is_new = await standard_texts.add(session, new)
    if is_new:
        await write_down(session, text_id, who, NEW, internal=True)
    return is_new


async def change_text(session: AsyncSession, text_id: UUID, form: StandardTextForm, who: str) -> None:
    """Change a text; what it was stays in its history. Raises LookupError, TextChanged."""
    text = await _held(session, text_id, form.version)
    was = text.title, text.text
    if was == (form.title, form.text):
        return
    text.title, text.text = form.title, form.text
    await _note(session, text, who, f"{CHANGED} Eerst stond er: ‘{was[0]}’\n{was[1]}")


async def set_in_use(session: AsyncSession, text_id: UUID, version: int, who: str, *, in_use: bool) -> None:
    """Offer a text again, or no longer. Raises LookupError, TextChanged."""
    text = await _held(session, text_id, version)
    if (text.retired_at is None) is not in_use:
        text.retired_at = None if in_use else clock.now()
        await _note(session, text, who, BACK if in_use else RETIRED)


async def import_texts(session: AsyncSession, listed: Sequence[ListedText]) -> int:
    """Keep the texts that every installation starts with; what the team made of one stays. How many are new."""
    return sum([await write_text(session, one.id, one, SYSTEM) for one in listed])


async def _held(session: AsyncSession, text_id: UUID, version: int) -> StandardText:
    text = await standard_texts.lock(session, text_id)
    if text is None:
        raise LookupError(text_id)
    if text.version != version:
        raise TextChanged
    return text


async def _note(session: AsyncSession, text: StandardText, who: str, said: str) -> None:
    text.version += 1
    text.changed_at = clock.now()
    await write_down(session, text.id, who, said, internal=True)
