"""Cases, dossiers and handovers went only where they may go, and every step of it was written down."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from services.escalation import domain as handovers
from services.research import domain as dossiers
from services.triage import domain as cases
from services.triage.domain import Decision, Event, State
from shared.contracts.vocabulary import HandoverAnswer, Outcome
from tests.storm.evidence import Evidence
from tests.storm.journal import Journal
from tests.storm.ledger.deeds import DECISIONS

Entries = Sequence[Any]
REASON = "Reden: "
REPORTER = "Melder"


class Illegal(Exception):
    """A step that may not follow the one before it."""


def check(evidence: Evidence, _journal: Journal) -> Iterator[str]:
    """Histories with a step that may not be, or that end elsewhere than the thing itself; steps without a line."""
    followed: tuple[tuple[str, str, str, Callable[[Entries], str]], ...] = (
        ("cases", "report_id", "case history", _case),
        ("dossiers", "id", "dossier history", _dossier),
        ("handovers", "id", "handover history", _handover),
    )
    for table, key, history, follow in followed:
        entries = _by_subject(evidence.tables[history])
        things = {row[key]: row for row in evidence.tables[table]}
        yield from (f"uninvited: {history} of {one}" for one in set(entries) - set(things))
        for one, row in things.items():
            yield from _compared(row, entries[one], follow)
    yield from _written_down(evidence)


def _by_subject(rows: Entries) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = defaultdict(list)
    for row in rows:
        found[row["about_id"]].append(row)
    return found


def _compared(row: Any, entries: Entries, follow: Callable[[Entries], str]) -> Iterator[str]:
    try:
        end = follow(entries)
    except Illegal as step:
        yield f"illegal: {row['reference']} {step}"
        return
    if end != row["state"]:
        yield f"illegal: {row['reference']} is {row['state']}, and its history leads to {end}"


_DECIDED: tuple[tuple[re.Pattern[str], Decision], ...] = (
    (re.compile(r"Vraag gesteld: "), Decision.QUESTION),
    (re.compile(r"Gekoppeld aan dossier: "), Decision.LINK),
    (re.compile(r"Nieuw dossier geopend: "), Decision.OPEN_DOSSIER),
    (re.compile(r"Beantwoord met "), Decision.AGREEMENT),
    (re.compile(r".* werkt hier al aan\.$"), Decision.ELSEWHERE),
    (re.compile(r"Door te geven aan "), Decision.HANDOVER),
    (re.compile(r"Gesloten: "), Decision.CLOSE),
)


def decision_in(entry: Any) -> Decision | None:
    """The decision a line of a case's history tells of."""
    if entry["internal"] or entry["who"] == REPORTER:
        return None
    return next((decision for pattern, decision in _DECIDED if pattern.match(entry["text"])), None)


def _case(entries: Entries) -> str:
    _begins(entries, "Melding verstuurd.")
    state = State.NEW
    for entry in entries[1:]:
        happened: Decision | Event | None = decision_in(entry) or _event_in(entry)
        if isinstance(happened, Event) and not cases.may(state, happened):
            continue
        if happened:
            try:
                state = cases.move(state, happened)
            except cases.MoveNotAllowed as refused:
                raise Illegal(str(refused)) from None
    return state.value


def _event_in(entry: Any) -> Event | None:
    if entry["who"] == REPORTER:
        return Event.ANSWER_GIVEN
    answer = _answer_in(entry["text"], "{}: ")
    return Event.HANDOVER_RETURNED if answer and cases.comes_back(answer) else None


def _answer_in(text: str, form: str) -> HandoverAnswer | None:
    return next((answer for answer in HandoverAnswer if text.startswith(form.format(answer.label))), None)


def _dossier(entries: Entries) -> str:
    _begins(entries, "Opende dit dossier.")
    state = dossiers.DossierState.RESEARCHING
    for entry in entries[1:]:
        to = _dossier_end(entry["text"])
        if to:
            try:
                state = dossiers.move(state, to)
            except dossiers.MoveRefused as refused:
                raise Illegal(str(refused)) from None
    return state.value


def _dossier_end(text: str) -> dossiers.DossierState | None:
    if text.startswith("Het dossier is weer open."):
        return dossiers.DossierState.RESEARCHING
    for outcome in Outcome:
        if text.startswith(f"Rondde af: {outcome.label}."):
            return dossiers.END_OF[outcome]
    return None


def _handover(entries: Entries) -> str:
    _begins(entries, "Besloot ")
    state = handovers.HandoverState.DRAFT
    for entry in entries[1:]:
        to = _handover_end(entry["text"])
        if to:
            try:
                state = handovers.move(state, to)
            except handovers.MoveRefused as refused:
                raise Illegal(str(refused)) from None
    return state.value


def _handover_end(text: str) -> handovers.HandoverState | None:
    if text.startswith("Verstuurde het dossier naar "):
        return handovers.HandoverState.SENT
    if text.startswith(("Sloot dit af.", "Niet verstuurd:")):
        return handovers.HandoverState.CLOSED
    if text.startswith("Antwoord van "):
        said = text.partition(": ")[2]
        return next((handovers.STATE_AFTER[one] for one in HandoverAnswer if said.startswith(one.label.lower())), None)
    return None


def _begins(entries: Entries, words: str) -> None:
    if not entries or not entries[0]["text"].startswith(words):
        raise Illegal(f"has a history that does not begin with {words!r}")


def _written_down(evidence: Evidence) -> Iterator[str]:
    """As many decisions in a case's history as were said, each with its reason."""
    history = _by_subject(evidence.tables["case history"])
    said = _counted(fact.about for fact in evidence.of_kind(*DECISIONS))
    for row in evidence.tables["cases"]:
        entries = history[row["report_id"]]
        decided = sum(decision_in(entry) is not None for entry in entries)
        reasons = sum(entry["internal"] and entry["text"].startswith(REASON) for entry in entries)
        if not decided == reasons == said[row["report_id"]]:
            counts = f"{said[row['report_id']]} decisions said, {decided} written down, {reasons} with a reason"
            yield f"audit: {row['reference']} has {counts}"


def _counted(found: Iterator[Any]) -> dict[Any, int]:
    counted: dict[Any, int] = defaultdict(int)
    for one in found:
        counted[one] += 1
    return counted
