"""Saving a part of a dossier: what was typed is saved, or shown again with what is in the way."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Annotated, Any, Generic
from uuid import UUID

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, Response

from services.research.domain import ChangedMeanwhile, Section
from services.research.handlers.held import ChoiceRefused
from services.research.handlers.round_tables import IsOff
from services.research.routes.access import Researcher, Session, not_found_when_unknown
from services.research.routes.showing import Refused, changed_by, refused, show
from services.research.routes.showing_table import show_table
from shared.web.forms import Form, Messages, fill
from shared.web.pages import see_other, see_other_saying

ShowAgain = Callable[[Refused], Awaitable[HTMLResponse]]
CANCELLED = "Dit overleg is afgezegd. Er is niets veranderd."


@dataclass(frozen=True)
class Typed(Generic[Form]):
    """What is typed in one part. `refusals` are sentences about a choice that is right in itself, but not here."""

    section: Section
    model: type[Form]
    messages: Messages
    refusals: Mapping[str, str] = field(default_factory=dict)

    def sentence_about(self, name: str) -> str:
        """What to say of a field in which something was chosen that cannot be."""
        return self.refusals.get(name) or str(self.messages[name])


async def saved(
    request: Request,
    typed: Typed[Form],
    save: Callable[[Form], Awaitable[object]],
    again: ShowAgain,
    then: tuple[str, str],
) -> Response:
    """Save it and go on to the address in `then` with its sentence, if any; or show the page `again`. Raises NotFound.

    Who saves after somebody else is told who that was, and keeps what they typed.
    """
    filled = await fill(request, typed.model, typed.messages)
    if filled.form is None:
        return await again(refused(typed.section, filled))
    try:
        with not_found_when_unknown():
            await save(filled.form)
    except ChangedMeanwhile as meanwhile:
        return await again(changed_by(typed.section, filled, meanwhile.by))
    except ChoiceRefused as refusal:
        wrong = {refusal.field: typed.sentence_about(refusal.field)}
        return await again(refused(typed.section, filled, wrong))
    address, sentence = then
    return see_other_saying(request, address, sentence) if sentence else see_other(address)


@dataclass(frozen=True)
class AtDossier:
    """Who saves a part of which dossier; what cannot be saved is shown again on its page."""

    request: Request
    session: Session
    member: Researcher
    reference: str

    async def save(self, typed: Typed[Any], save: Callable[..., Awaitable[object]], anchor: str, said: str) -> Response:
        """Save it with a handler and go back to its place. Raises NotFound."""
        keep = partial(save, self.session, self.reference, who=self.member.name)
        again = partial(show, self.request, self.session, self.member, self.reference)
        return await saved(self.request, typed, keep, again, (f"/team/dossiers/{self.reference}#{anchor}", said))


@dataclass(frozen=True)
class AtTable(AtDossier):
    """The same for a round table."""

    round_table_id: UUID

    @property
    def address(self) -> str:
        """Its page."""
        return f"/team/dossiers/{self.reference}/overleggen/{self.round_table_id}"

    async def save(
        self, typed: Typed[Any], save: Callable[..., Awaitable[object]], anchor: str, said: str, *whom: UUID
    ) -> Response:
        """Save it, of an attendee when one is given, and go back to its place. Raises NotFound."""
        keep = partial(save, self.session, self.reference, self.round_table_id, *whom, who=self.member.name)
        again = partial(show_table, self.request, self.session, self.member, self.reference, self.round_table_id)
        try:
            return await saved(self.request, typed, keep, again, (f"{self.address}#{anchor}", said))
        except IsOff:
            return see_other_saying(self.request, self.address, CANCELLED)


SavesDossier = Annotated[AtDossier, Depends()]
SavesTable = Annotated[AtTable, Depends()]
