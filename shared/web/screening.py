"""Free text is looked through before anything is done with it; whoever typed it decides about what is found."""

import asyncio
import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass, field

from fastapi import Request
from pydantic import BaseModel

from shared.privacy import guard, screening
from shared.privacy.finding import Finding, Kind
from shared.privacy.surroundings import sentence
from shared.web import decisions
from shared.web.free_text import free_texts
from shared.web.values import Values

# Which form field says what must happen with a piece: `privacy-` and the piece's key.
CHOICE, ACTION = "privacy-", "privacy-actie"
HIDE, NOT_A_PATIENT, ADJUST = "verberg", "geen-patient", "aanpassen"
LOOK_AGAIN = "Haal hier weg waaraan je een patiënt herkent"


@dataclass(frozen=True)
class Piece:
    """Something that may tell who a patient is, with the sentences it stands in: before, itself, behind."""

    key: str
    kind: Kind
    words: str
    certain: bool
    sentences: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Screened:
    """A form whose texts may be acted on, unless there are `errors`: then somebody wants to change them first.

    `hidden` is the kind of each piece that was hidden, `declared` the keys of what is not about a patient.
    """

    values: Values
    errors: dict[str, str] = field(default_factory=dict)
    hidden: tuple[Kind, ...] = ()
    declared: frozenset[str] = frozenset()


class PatientDataSeen(Exception):
    """There are pieces nobody decided about. Nothing of the text may be kept; `carried` goes back to the browser."""

    def __init__(self, carried: Values, pieces: list[Piece]) -> None:
        super().__init__("a text may tell who a patient is")
        self.carried = carried
        self.pieces = pieces


@dataclass(frozen=True)
class _Found:
    name: str
    place: int
    text: str
    finding: Finding
    key: str

    @property
    def words(self) -> str:
        return self.text[self.finding.begin : self.finding.end]


async def screen(
    request: Request,
    typed: Values,
    model: type[BaseModel],
    *,
    declared: frozenset[str] = frozenset(),
    kept: Values | None = None,
) -> Screened:
    """Hide what was chosen to be hidden in the free texts of a form, which are in `kept` if not in `typed`.

    `declared`: keys of what was said before not to be about a patient.
    Raises PatientDataSeen when there are pieces nobody decided about.
    """
    values, hidden = (typed if kept is None else kept).without(_choice_names(typed)), list[Kind]()
    said_now = {name.removeprefix(CHOICE) for name in _choice_names(typed) if typed[name] == NOT_A_PATIENT}
    decisions.remember(request, said_now)
    declared |= said_now
    for _ in range(screening.ROUNDS):
        found = await _undeclared(request, values, model, declared)
        if not found:
            break
        if typed[ACTION] == ADJUST:
            return Screened(values, {one.name: LOOK_AGAIN for one in found})
        undecided = [one for one in found if not typed[CHOICE + one.key]]
        if undecided:
            raise PatientDataSeen(typed.without([ACTION]), _pieces(undecided))
        values = _hidden_in(values, found)
        hidden += [one.finding.kind for one in found]
    return Screened(values, hidden=tuple(hidden), declared=declared)


async def seen(
    request: Request, typed: Values, model: type[BaseModel], *, declared: frozenset[str] = frozenset()
) -> list[Piece]:
    """What `screen` would ask about in these texts, without asking: for who is still typing."""
    return _pieces(await _undeclared(request, typed, model, declared))


async def without_patients(
    request: Request, typed: Values, model: type[BaseModel], *, declared: frozenset[str] = frozenset()
) -> Screened:
    """Hide everything that `screen` would ask about, without asking: for what is stored while somebody types."""
    values, kinds = typed.without(_choice_names(typed)), list[Kind]()
    for _ in range(screening.ROUNDS):
        found = await _undeclared(request, values, model, declared)
        if not found:
            break
        values = _hidden_in(values, found)
        kinds += [one.finding.kind for one in found]
    return Screened(values, hidden=tuple(kinds), declared=declared)


async def _undeclared(
    request: Request, values: Values, model: type[BaseModel], declared: frozenset[str]
) -> list[_Found]:
    found = await _found(request, values, model)
    settled = declared | decisions.are_known(request, {one.key for one in found})
    return [one for one in found if one.finding.certain or one.key not in settled]


def _choice_names(typed: Values) -> list[str]:
    return [name for name in typed.names() if name.startswith(CHOICE)]


async def _found(request: Request, values: Values, model: type[BaseModel]) -> list[_Found]:
    secret = request.app.state.settings.secret_key.get_secret_value().encode()
    texts = [(name, place, text) for name in free_texts(model) for place, text in enumerate(values.all(name)) if text]
    if not texts:
        return []
    allowed = await request.app.state.allowed_names.now()
    # Looking takes milliseconds of CPU: other requests go on meanwhile.
    per_text = await asyncio.to_thread(lambda: [screening.find(text, allowed) for _, _, text in texts])
    return [
        _Found(name, place, text, one, _key(secret, one, text))
        for (name, place, text), findings in zip(texts, per_text, strict=True)
        for one in findings
    ]


def _key(secret: bytes, one: Finding, text: str) -> str:
    """The same for the same words of the same kind; without our secret nothing can be read from it."""
    words = " ".join(text[one.begin : one.end].split()).casefold()
    return hmac.digest(secret, f"not a patient:{one.kind}:{words}".encode(), hashlib.sha256).hex()[:24]


def _hidden_in(values: Values, found: list[_Found]) -> Values:
    changed = {name: list(values.all(name)) for name in {one.name for one in found}}
    for name, place, text in {(one.name, one.place, one.text) for one in found}:
        own = [one.finding for one in found if (one.name, one.place) == (name, place)]
        changed[name][place] = guard.hide(text, own)
    return Values(changed).over(values)


def _pieces(found: list[_Found]) -> list[Piece]:
    return list(_each_piece(found))


def _each_piece(found: list[_Found]) -> Iterator[Piece]:
    for key in dict.fromkeys(one.key for one in found):
        same = [one for one in found if one.key == key]
        first = same[0]
        sentences = tuple(dict.fromkeys(_in_its_sentence(one) for one in same))
        yield Piece(key, first.finding.kind, first.words, first.finding.certain, sentences)


def _in_its_sentence(one: _Found) -> tuple[str, str, str]:
    begin, end = sentence(one.text, one.finding.begin)
    return one.text[begin : one.finding.begin], one.words, one.text[one.finding.end : max(end, one.finding.end)]
