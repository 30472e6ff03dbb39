"""Standard texts: what may stand in them, and what a decision fills in. No input or output."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.triage.domain import Decision
from shared.web.blanks import blanks_in, filled, has_loose_brace

# The field of each decision that its reporter reads, and that a standard text fills.
FIELDS: Mapping[Decision, str] = {
    Decision.QUESTION: "question",
    Decision.CLOSE: "tip",
    Decision.KEEP_CLOSED: "explanation",
    **{
        decision: f"message_{decision.value}"
        for decision in (
            Decision.LINK,
            Decision.OPEN_DOSSIER,
            Decision.AGREEMENT,
            Decision.ELSEWHERE,
            Decision.HANDOVER,
            Decision.REOPEN,
        )
    },
}
LONGEST_TITLE, LONGEST = 60, 400


@dataclass(frozen=True)
class Blank:
    """What can be left open in a text: its name, what comes there, and an example of that."""

    name: str
    meaning: str
    example: str

    @property
    def written(self) -> str:
        """As it stands in a text."""
        return f"{{{self.name}}}"


_TITLE = Blank("onderwerp", "de titel van de melding", "Brief nodig voor een aangepast bureau")
_REFERENCE = Blank("kenmerk", "het nummer van de melding", "RW-26-0418")
_NAMED = Blank("organisatie", "de organisatie uit de melding", "Zorgverzekeraar Zilveren Linde")
_CHOSEN = Blank("organisatie", "de organisatie die je kiest", "Zorgverzekeraars Nederland")
_DOSSIER = Blank("dossier", "de naam van het dossier", "Verklaringen voor een werkplek")
_ITEM = Blank("afspraak", "de titel van de afspraak", "Geen brief nodig voor een werkplek")
_ANSWER_BY = Blank("datum", "de laatste dag om te antwoorden", "12 december")
_CHECK_ON = Blank("datum", "de dag waarop we vragen hoe het staat", "15 januari")
_ALWAYS = (_TITLE, _REFERENCE)
BLANKS: Mapping[Decision, tuple[Blank, ...]] = {
    Decision.QUESTION: (*_ALWAYS, _NAMED, _ANSWER_BY),
    Decision.LINK: (*_ALWAYS, _NAMED, _DOSSIER),
    Decision.OPEN_DOSSIER: (*_ALWAYS, _NAMED, _DOSSIER),
    Decision.AGREEMENT: (*_ALWAYS, _NAMED, _ITEM),
    Decision.ELSEWHERE: (*_ALWAYS, _CHOSEN, _CHECK_ON),
    Decision.HANDOVER: (*_ALWAYS, _CHOSEN),
    Decision.CLOSE: (*_ALWAYS, _NAMED),
    Decision.REOPEN: (*_ALWAYS, _NAMED),
    Decision.KEEP_CLOSED: (*_ALWAYS, _NAMED),
}
# What people expect, and triage does not know: who reported is kept apart.
_NAME = "naam"


def fault_in(decision: Decision, text: str) -> str:
    """What is wrong with the blanks in a standard text, in one sentence; empty when nothing is."""
    known = [blank.name for blank in BLANKS[decision]]
    for name in blanks_in(text):
        if name == _NAME:
            return "De naam van de melder staat al boven elke mail. Haal {naam} weg"
        if not name:
            return "Zet een woord tussen de haken, bijvoorbeeld {onderwerp}"
        if name not in known:
            *others, last = [f"{{{one}}}" for one in known]
            return f"{{{name}}} kan hier niet. Kies uit {', '.join(others)} en {last}"
    if has_loose_brace(text):
        return "Er staat een losse haak in je tekst. Schrijf bijvoorbeeld {onderwerp}, of haal de haak weg"
    return ""


def example_of(decision: Decision, text: str) -> str:
    """The text as a reporter might read it."""
    return filled(text, {blank.name: blank.example for blank in BLANKS[decision]})


def put_in(typed: str, text: str) -> str:
    """A standard text in a field where somebody typed already: nothing of that is lost."""
    return text if typed in ("", text) else f"{typed}\n\n{text}"
