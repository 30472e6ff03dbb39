"""What time does to a case, in words: what happens by itself and when, or what happened already."""

from dataclasses import dataclass

from services.triage.domain import State
from services.triage.tables import Case
from shared.contracts.vocabulary import ReturnReason
from shared.dutch import date_text, moment_text

UNNAMED = "de organisatie"


@dataclass(frozen=True)
class Note:
    """A remark on top of a case. `kind` is how it looks: info or warning."""

    title: str
    text: str
    kind: str = "info"


def due_text(case: Case) -> str:
    """When a case that waits for somebody else is back by itself; empty when it does not wait."""
    waits = case.state in (State.QUESTION_OPEN, State.ELSEWHERE) and case.term_at
    return f"Terug op {date_text(case.term_at)}" if waits and case.term_at else ""


def notes_of(case: Case, party_name: str | None) -> list[Note]:
    """What a member has to know about terms before deciding. `party_name` is the body the case is or was with."""
    found = (
        _taken_back(case),
        _addition(case),
        _question_out(case),
        _elsewhere(case, party_name),
        _came_back(case, party_name),
        _delayed(case),
    )
    return [note for note in found if note]


def _taken_back(case: Case) -> Note | None:
    if case.withdrawn_at is None:
        return None
    text = "We weten niet meer wie de melder is. De melding telt niet meer mee. Waarom staat in de tijdlijn."
    return Note(f"Ingetrokken door de melder op {date_text(case.withdrawn_at)}", text)


def _addition(case: Case) -> Note | None:
    if case.added_at is None:
        return None
    return Note("Nieuw: de melder voegde iets toe", f"Op {moment_text(case.added_at)}. Je leest het onder het verhaal.")


def _question_out(case: Case) -> Note | None:
    if case.state != State.QUESTION_OPEN or case.term_at is None:
        return None
    reminder = f"De melder krijgt op {date_text(case.remind_at)} een herinnering. " if case.remind_at else ""
    back = f"Komt er geen antwoord? Dan staat de melding op {date_text(case.term_at)} weer in de wachtrij."
    return Note("Wij wachten op de melder", reminder + back)


def _elsewhere(case: Case, party_name: str | None) -> Note | None:
    if case.state != State.ELSEWHERE or case.term_at is None:
        return None
    text = f"Op {date_text(case.term_at)} staat de melding weer in de wachtrij. Vraag dan hoe het staat."
    return Note(f"Ligt bij {party_name or UNNAMED}", text)


def _came_back(case: Case, party_name: str | None) -> Note | None:
    if case.came_back is None:
        return None
    why = ReturnReason.parse(case.came_back)
    party = party_name or UNNAMED
    text = {
        ReturnReason.NO_ANSWER: "Beslis hoe het verder gaat zonder antwoord. Komt het antwoord toch nog? Dan zie je "
        "dat hier.",
        ReturnReason.CHECK_DUE: f"Vraag {party} hoe het staat. Neem daarna opnieuw een beslissing.",
        ReturnReason.PARTY_SILENT: f"Wij wachten niet langer op {party}. Beslis hoe het verder gaat. Komt er toch nog "
        "een antwoord? Dan zie je dat hier.",
    }[why]
    return Note(f"Terug in de wachtrij: {why.label[0].lower()}{why.label[1:]}", text)


def _delayed(case: Case) -> Note | None:
    if case.delayed_to is None:
        return None
    text = f"De melder weet dat het langer duurt. Wij beloofden bericht op uiterlijk {date_text(case.delayed_to)}."
    return Note("Over de afgesproken tijd", text, "warning")
