"""Pieces of text that were hidden: known by how many words they have and by a fingerprint made with our key, so that
every service finds them in what it keeps, and nobody reads them from what is said about them.
"""

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol, TypeVar
from uuid import UUID

from shared.contracts.base import Fact
from shared.contracts.words import WORDS

HIDDEN = "[verwijderd]"
# How to reach somebody, and secrets of links: no text in which a piece is looked for.
_ADDRESSES = {"name", "email", "link_token", "seed", "to_name", "to_email"}
_PARTS = re.compile(rf"{re.escape(HIDDEN)}|[^\W_]+")

F = TypeVar("F", bound=Fact)


@dataclass(frozen=True)
class HiddenPiece:
    """A piece of so many `words` in a row. Its fingerprint says nothing about any other piece."""

    piece_id: UUID
    words: int
    fingerprint: str


class TellsOfPiece(Protocol):
    """A fact that says how to find a piece."""

    @property
    def piece_id(self) -> UUID:
        """The piece."""

    @property
    def words(self) -> int:
        """How many words it has."""

    @property
    def fingerprint(self) -> str:
        """What it is known by."""


def piece_in(fact: TellsOfPiece) -> HiddenPiece:
    """The piece that a fact tells of."""
    return HiddenPiece(fact.piece_id, fact.words, fact.fingerprint)


def make_piece(piece_id: UUID, text: str, key: str) -> HiddenPiece:
    """What stands for a text from now on; `key` is the server's. Capitals, accents and what is between words do not
    count. Raises ValueError when there is no word in it.
    """
    words = [_folded(part) for part in _PARTS.findall(text) if part != HIDDEN]
    if not words:
        raise ValueError("no word in this piece")
    return HiddenPiece(piece_id, len(words), _fingerprint(piece_id, words, key))


@dataclass(frozen=True)
class Hider:
    """Puts `HIDDEN` where one of these pieces stands. Doing it again changes nothing."""

    pieces: Collection[HiddenPiece]
    key: str

    def text(self, text: str) -> str:
        """The text without the pieces."""
        parts = list(_PARTS.finditer(text))
        words = [None if part.group() == HIDDEN else _folded(part.group()) for part in parts]
        kept, copied, place = list[str](), 0, 0
        while place < len(parts):
            length = self._length_at(words, place)
            if length:
                kept += [text[copied : parts[place].start()], HIDDEN]
                copied = parts[place + length - 1].end()
            place += length or 1
        return "".join(kept) + text[copied:]

    def value(self, value: Any) -> Any:
        """The same for a text, or for every text in a list or under the keys of a mapping; anything else stays."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list | tuple):
            return type(value)(self.value(one) for one in value)
        if isinstance(value, Mapping):
            return {name: self.value(one) for name, one in value.items()}
        return value

    def under(self, values: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
        """These values, without the pieces under these names."""
        return {**values, **{name: self.value(values[name]) for name in names if name in values}}

    def fact(self, fact: F) -> F:
        """The fact without the pieces in the words of people."""
        names = [name for name in WORDS.get(type(fact), ()) if name not in _ADDRESSES]
        return fact.model_copy(update={name: self.value(getattr(fact, name)) for name in names})

    def _length_at(self, words: Sequence[str | None], place: int) -> int:
        for piece in self._longest_first:
            window = [word for word in words[place : place + piece.words] if word is not None]
            if len(window) == piece.words and _fingerprint(piece.piece_id, window, self.key) == piece.fingerprint:
                return piece.words
        return 0

    @cached_property
    def _longest_first(self) -> Sequence[HiddenPiece]:
        return sorted(self.pieces, key=lambda piece: piece.words, reverse=True)


def _folded(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(character for character in plain if not unicodedata.combining(character))


def _fingerprint(piece_id: UUID, words: Iterable[str], key: str) -> str:
    # Without the key a name or a number could be guessed from it.
    message = f"hidden piece {piece_id}: {' '.join(words)}"
    return hmac.new(key.encode(), message.encode(), hashlib.sha256).hexdigest()
