"""The Dutch copy of every notice and letter, from texts.yaml: people who write no code can read and correct it."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict

from services.notifier.domain import PublicStatus
from shared.contracts.mornings import WaitsBecause
from shared.contracts.vocabulary import NextActor
from shared.desk import desk

PLACE = Path(__file__).parent / "texts.yaml"
LETTERS, INVITATIONS, MORNING = BESIDES = ("letters", "invitations", "morning")


class QuoteCopy(BaseModel):
    """The sentence that introduces somebody else's words."""

    model_config = ConfigDict(extra="forbid")

    quote: str


class Copy(BaseModel):
    """The words of one kind of notice, with places to fill in."""

    model_config = ConfigDict(extra="forbid")

    title: str
    status: PublicStatus
    next: NextActor
    turn: str
    text: list[str | QuoteCopy]
    mail: list[str] = []
    button: str = "Volg je melding"
    link: str | None = None


class LetterCopy(BaseModel):
    """The words of a mailed link or code. With a `path` it holds a button to that page, else a code to type over.

    One that `tells_only` holds neither.
    """

    model_config = ConfigDict(extra="forbid")

    title: str
    turn: str
    text: list[str]
    button: str = ""
    path: str = ""
    tells_only: bool = False


class InvitationCopy(BaseModel):
    """The words of a mail about a round table; what it is about stands between `text` and `after`.

    `buttons` are answers, by the code that the page behind the link knows them by.
    """

    model_config = ConfigDict(extra="forbid")

    title: str
    turn: str
    next: NextActor
    text: list[str]
    after: list[str]
    buttons: dict[str, str] = {}


class MorningCopy(BaseModel):
    """The words of the mail with what waits for a member; `lists` is what stands above each kind of report."""

    model_config = ConfigDict(extra="forbid")

    title: str
    turn: str
    greeting: str
    lists: dict[WaitsBecause, str]
    case_tasks: str
    tasks: str
    meetings: str
    dossiers: str
    handovers: str
    more: str
    nobodys: str
    nobodys_late: str
    stands_in: str
    stands_in_button: str
    unknown: str
    otherwise: str
    button: str
    stop: str


@lru_cache
def copies() -> dict[str, Copy]:
    """The copy of every kind of notice."""
    return {kind: Copy.model_validate(words) for kind, words in _loaded().items() if kind not in BESIDES}


@lru_cache
def letter_copies() -> dict[str, LetterCopy]:
    """The copy of every kind of letter."""
    return {kind: LetterCopy.model_validate(words) for kind, words in _loaded()[LETTERS].items()}


@lru_cache
def invitation_copies() -> dict[str, InvitationCopy]:
    """The copy of every kind of mail about a round table."""
    return {kind: InvitationCopy.model_validate(words) for kind, words in _loaded()[INVITATIONS].items()}


@lru_cache
def morning_copy() -> MorningCopy:
    """The copy of the mail with what waits for a member."""
    return MorningCopy.model_validate(_loaded()[MORNING])


def _loaded() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(desk().named(PLACE.read_text(encoding="utf-8")))
    return loaded
