"""The Dutch copy of every notice, from texts.yaml, so that people who write no code can read and correct it."""

from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from services.notifier.domain import PublicStatus
from shared.contracts.vocabulary import NextActor

PLACE = Path(__file__).parent / "texts.yaml"


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


@lru_cache
def copies() -> dict[str, Copy]:
    """The copy of every kind."""
    loaded = yaml.safe_load(PLACE.read_text(encoding="utf-8"))
    return {kind: Copy.model_validate(words) for kind, words in loaded.items()}
