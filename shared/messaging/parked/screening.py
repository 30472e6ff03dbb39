"""What may be seen of a message's body: ids, codes, numbers and dates; of every text only how long it is.

A body can hold what a practice told us, or anything at all when nobody could read it. So nothing is shown because
of the field it stands in, only because of what it is: a name of a field is shown when a fact of ours has it, a text
when it is an id, a moment or one of our own codes.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

from shared.contracts import vocabulary
from shared.contracts.cloud_event import CloudEvent, schema_uri
from shared.contracts.registry import all_facts
from shared.contracts.vocabulary import Choice

LARGEST_READ = 256 * 1024
MOST_LINES = 100
DEEPEST = 8
MOST_DIGITS = 6
OUTLINE_LENGTH = 240
UNKNOWN_NAME = "?"

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")
_REFERENCE = re.compile(r"(RW|D|H)-\d\d-\d{3,6}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)?)?")


class Kind(StrEnum):
    """What stands at one place in a body."""

    TEXT = "text"
    CODE = "code"
    ID = "id"
    MOMENT = "moment"
    NUMBER = "number"
    YES_NO = "yes_no"
    NOTHING = "nothing"
    LIST = "list"  # empty, or too deep to go into
    GROUP = "group"  # the same, with names


class Unreadable(StrEnum):
    """Why a body cannot be taken apart."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NO_TEXT = "no_text"
    NO_JSON = "no_json"
    TOO_DEEP = "too_deep"


@dataclass(frozen=True)
class Line:
    """One value: where it stands, what it is, and the value itself when it may be seen.

    `size` is the length of a text, the digits of a number, the members of a list or group; None when not to be told.
    """

    path: str
    kind: Kind
    shown: str | None = None
    size: int | None = None


@dataclass(frozen=True)
class Screened:
    """A body as a person may see it; `more` lines were left out. Unreadable ones have an outline instead."""

    size: int
    lines: tuple[Line, ...] = ()
    more: int = 0
    unreadable: Unreadable | None = None
    outline: str = ""


def screen(body: bytes, *, private: bool) -> Screened:
    """The body without what somebody wrote; of a private one only the shape. Never raises."""
    try:
        content = _read(body)
    except _CannotRead as problem:
        return Screened(len(body), unreadable=problem.why, outline="" if private else _outline(body))
    kept: list[Line] = []
    more = 0
    for line in _lines(content, "", 0):
        if len(kept) < MOST_LINES:
            kept.append(Line(line.path, _plain(line.kind)) if private else line)
        else:
            more += 1
    return Screened(len(body), tuple(kept), more)


class _CannotRead(Exception):
    def __init__(self, why: Unreadable) -> None:
        super().__init__(why)
        self.why = why


def _read(body: bytes) -> Any:
    if not body:
        raise _CannotRead(Unreadable.EMPTY)
    if len(body) > LARGEST_READ:
        raise _CannotRead(Unreadable.TOO_LARGE)
    try:
        return json.loads(body.decode())
    except UnicodeDecodeError:
        raise _CannotRead(Unreadable.NO_TEXT) from None
    except RecursionError:
        raise _CannotRead(Unreadable.TOO_DEEP) from None
    except ValueError:
        raise _CannotRead(Unreadable.NO_JSON) from None


def _lines(content: Any, path: str, depth: int) -> Iterator[Line]:
    if isinstance(content, dict | list) and (depth == DEEPEST or not content):
        yield Line(path, Kind.GROUP if isinstance(content, dict) else Kind.LIST, size=len(content))
    elif isinstance(content, dict):
        for name, value in content.items():
            known = name if name in _known_names() else UNKNOWN_NAME
            yield from _lines(value, f"{path}.{known}" if path else known, depth + 1)
    elif isinstance(content, list):
        for number, value in enumerate(content, 1):
            yield from _lines(value, f"{path}[{number}]", depth + 1)
    else:
        yield _line(path, content)


def _line(path: str, value: str | float | bool | None) -> Line:
    if value is None:
        return Line(path, Kind.NOTHING)
    if isinstance(value, bool):
        return Line(path, Kind.YES_NO, "true" if value else "false")
    if isinstance(value, str):
        kind = _kind_of(value)
        return Line(path, kind, None if kind is Kind.TEXT else value, len(value))
    digits = sum(sign.isdigit() for sign in str(value))
    # Telephone, practice and patient numbers are longer.
    return Line(path, Kind.NUMBER, str(value) if digits <= MOST_DIGITS else None, digits)


def _kind_of(text: str) -> Kind:
    if _ID.fullmatch(text) or _REFERENCE.fullmatch(text):
        return Kind.ID
    if _MOMENT.fullmatch(text):
        return Kind.MOMENT
    return Kind.CODE if text in _known_codes() else Kind.TEXT


def _plain(kind: Kind) -> Kind:
    """What is told of a private value: an id or a moment in it is as private as a text."""
    return Kind.TEXT if kind in (Kind.ID, Kind.MOMENT, Kind.CODE) else kind


def _outline(body: bytes) -> str:
    """The beginning of a body with an x for every letter and a 9 for every digit: where the reading went wrong."""
    text = body[: OUTLINE_LENGTH * 4].decode("utf-8", "replace")[:OUTLINE_LENGTH]
    return "".join(map(_masked, text))


def _masked(sign: str) -> str:
    if sign.isdigit():
        return "9"
    if sign.isalpha():
        return "x"
    if sign.isspace():
        return " "
    return sign if sign.isascii() and sign.isprintable() else "·"


@lru_cache
def _known_names() -> frozenset[str]:
    names = set(CloudEvent.model_fields)
    for fact in all_facts():
        names |= set(_properties(fact.model_json_schema()))
    return frozenset(names)


def _properties(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        for part in schema.values():
            yield from _properties(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from _properties(part)


@lru_cache
def _known_codes() -> frozenset[str]:
    choices = [kind for kind in vars(vocabulary).values() if isinstance(kind, type) and issubclass(kind, Choice)]
    codes = {member.value for choice in choices for member in choice}
    facts = {text for fact in all_facts() for text in (fact.type(), schema_uri(fact))}
    return frozenset(codes | facts | {"1.0", "application/json"})
