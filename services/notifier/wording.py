"""What we tell one reporter about one fact, ready for the status page and for a mail."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from services.notifier.domain import PublicStatus
from services.notifier.texts import QuoteCopy, copies
from shared.contracts.vocabulary import NextActor

LONGEST_TITLE = 150
TEAM_SAYS = "Het team schrijft erbij:"
NAMES = {NextActor.REPORTER: "Jij", NextActor.TEAM: "Wij", NextActor.NOBODY: "Niemand"}


class Part(BaseModel):
    """A paragraph; with a lead it quotes somebody else's words."""

    model_config = ConfigDict(frozen=True)

    text: str
    lead: str | None = None


class Link(BaseModel):
    """A page on this site the notice points at, besides the status page."""

    model_config = ConfigDict(frozen=True)

    path: str
    text: str


class Notice(BaseModel):
    """The words, and whose turn it is after them. `mail_only` are paragraphs that make sense in a mail only.

    `changes_standing` is false for a reminder or a check: the report stands as it stood. A mail that `can_be_spared`
    is not sent to who wants fewer. `beside` is another report of the same reporter that the mail leads to as well.
    """

    model_config = ConfigDict(frozen=True)

    kind: str
    title: str
    parts: tuple[Part, ...]
    mail_only: tuple[str, ...] = ()
    public_status: PublicStatus
    next_actor: NextActor
    next_actor_name: str
    turn: str
    expected_on: date | None = None
    button: str
    link: Link | None = None
    changes_standing: bool = True
    can_be_spared: bool = False
    beside: UUID | None = None

    @property
    def text(self) -> str:
        """The paragraphs as one text, with an empty line between them."""
        return "\n\n".join(f"{part.lead}\n{part.text}" if part.lead else part.text for part in self.parts)


def with_message(notice: Notice, message: str | None) -> Notice:
    """The notice with what the team says besides, in its own words."""
    if not message:
        return notice
    return notice.model_copy(update={"parts": (*notice.parts, Part(text=message.strip(), lead=TEAM_SAYS))})


@dataclass(frozen=True)
class Silence:
    """Why a fact is told to nobody."""

    reason: str


def written(
    kind: str,
    values: Mapping[str, str],
    *,
    quote: str = "",
    expected_on: date | None = None,
    link_path: str | None = None,
) -> Notice:
    """The notice of one kind, with its places filled in. Whatever was typed is put in as it is, never read as copy."""
    copy = copies()[kind]
    link = Link(path=link_path, text=_filled(copy.link, values)) if link_path and copy.link else None
    return Notice(
        kind=kind,
        title=_filled(copy.title, values)[:LONGEST_TITLE],
        parts=_parts(copy.text, quote.strip(), values),
        mail_only=tuple(copy.mail),
        public_status=copy.status,
        next_actor=copy.next,
        next_actor_name=NAMES.get(copy.next) or values["Party"],
        turn=_filled(copy.turn, values),
        expected_on=expected_on,
        button=copy.button,
        link=link,
    )


def _parts(copies: list[str | QuoteCopy], quote: str, values: Mapping[str, str]) -> tuple[Part, ...]:
    parts = (
        Part(text=quote, lead=copy.quote) if isinstance(copy, QuoteCopy) else Part(text=_filled(copy, values))
        for copy in copies
    )
    return tuple(part for part in parts if part.text)


def _filled(copy: str, values: Mapping[str, str]) -> str:
    return copy.format_map(values).strip()
