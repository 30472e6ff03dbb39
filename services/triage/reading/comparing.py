"""A report beside something it resembles: both texts, with the words marked that only one of them has."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.triage import repository
from services.triage.domain import State
from services.triage.repository import likeness
from services.triage.tables import Case, KnownDossier, KnownItem
from shared.contracts.likeness import KnownKind
from shared.contracts.vocabulary import AgreementStatus, ImposedBy
from shared.dutch import count_text, hours_text
from shared.wording import stems_of, words_of

# Reports of a dossier that stand beside another one.
REPORTS_OF_DOSSIER = 3
_TOKEN = re.compile(r"\s+|\S+")

Pieces = list[tuple[str, bool]]


@dataclass(frozen=True)
class Text:
    """A text under a heading."""

    heading: str
    text: str


@dataclass(frozen=True)
class Side:
    """One of both: what it is, what people call it by, its own page, some facts and its texts."""

    kind: KnownKind
    name: str
    title: str
    href: str
    facts: Sequence[tuple[str, str]]
    texts: Sequence[Text]


def side_of_case(case: Case) -> Side:
    """A report."""
    facts = [
        ("Van wie", ImposedBy.parse(case.imposed_by).label),
        ("Tijd per maand", hours_text(case.minutes_per_month)),
        ("Stand", State.parse(case.state).label),
    ]
    story = Text("Wat er gebeurt", case.report["story"])
    return Side(KnownKind.REPORT, case.reference, case.title, f"/team/triage/{case.report_id}", facts, [story])


async def side_of(session: AsyncSession, thing_id: UUID) -> Side | None:
    """A report, dossier or known item; None when there is none with this id."""
    if case := await repository.case(session, thing_id):
        return side_of_case(case)
    if dossier := await repository.dossier(session, thing_id):
        return await _side_of_dossier(session, dossier)
    item = await repository.item(session, thing_id)
    return _side_of_item(item) if item and item.public else None


async def _side_of_dossier(session: AsyncSession, dossier: KnownDossier) -> Side:
    reports = await likeness.newest_under(session, dossier.id, REPORTS_OF_DOSSIER)
    facts = [("Laatste meldingen", count_text(len(reports), "melding", "meldingen"))] if reports else []
    texts = [Text(f"{case.reference}: {case.title}", case.report["story"]) for case in reports]
    href = f"/team/dossiers/{dossier.reference}" if dossier.reference else ""
    return Side(KnownKind.DOSSIER, dossier.reference or "Nieuw", dossier.title, href, facts, texts)


def _side_of_item(item: KnownItem) -> Side:
    status = AgreementStatus.parse(item.status)
    kind = KnownKind.ITEM if status is AgreementStatus.NONE else KnownKind.AGREEMENT
    texts = [Text("De regel", item.rule)] if item.rule else []
    texts.append(Text("Kort antwoord", item.short_answer))
    return Side(kind, item.code, item.title, f"/kennis/{item.code}", [("Stand", status.label)], texts)


def stems_in(side: Side) -> frozenset[str]:
    """What stands on a side, without endings."""
    texts = (side.title, *(value for _, value in side.facts), *(one.text for one in side.texts))
    return frozenset(stems_of(words_of("\n".join(texts))))


def pieces(text: str, others: frozenset[str]) -> Pieces:
    """A text in pieces, each with whether only this text says it: words of the same stem are the same.

    Ordinary words say nothing by themselves, and go with what stands on both sides of them.
    """
    tokens = [(token, _is_own(token, others)) for token in _TOKEN.findall(text)]
    return list(_joined(zip((token for token, _ in tokens), _settled([own for _, own in tokens]), strict=True)))


def _is_own(token: str, others: frozenset[str]) -> bool | None:
    stems = stems_of(words_of(token))
    return not others.intersection(stems) if stems else None


def _settled(own: list[bool | None]) -> list[bool]:
    """Whether each is own; what says nothing goes with its neighbours when they agree."""
    before: list[bool | None] = []
    for one in own:
        before.append(one if one is not None or not before else before[-1])
    after: list[bool | None] = []
    for one in reversed(own):
        after.append(one if one is not None or not after else after[-1])
    return [bool(left and right) for left, right in zip(before, reversed(after), strict=True)]


def _joined(tokens: Iterable[tuple[str, bool]]) -> Iterable[tuple[str, bool]]:
    text, own = "", False
    for token, is_own in tokens:
        if is_own != own and text:
            yield text, own
            text = ""
        text, own = text + token, is_own
    if text:
        yield text, own
