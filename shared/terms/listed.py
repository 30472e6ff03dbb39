"""How long everything may take: each term once, with what it is called, and what it is unless somebody changes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from pydantic import Field

_TERMS = UUID("8f6f1f52-3c1b-5d0e-9d0a-6c3f0c9d2b11")
DAYS, WORKING_DAYS = ("dag", "dagen"), ("werkdag", "werkdagen")
WEEKS, MONTHS = ("week", "weken"), ("maand", "maanden")


@dataclass(frozen=True)
class Term:
    """One term. `variable` sets it for an installation; what an administrator says goes before that."""

    variable: str
    label: str
    unit: tuple[str, str]
    usual: int
    most: int
    description: str
    about: str = ""

    @property
    def id(self) -> UUID:
        """What facts about it end with."""
        return uuid5(_TERMS, self.variable)

    def field(self) -> Any:
        """The field of a service's settings."""
        return Field(default=self.usual, ge=1, le=self.most, description=self.description)


_GROUPS: tuple[tuple[str, tuple[Term, ...]], ...] = (
    (
        "Melders",
        (
            Term("INTAKE_FIRST_ANSWER_WORKING_DAYS", "Eerste antwoord aan de melder", WORKING_DAYS, 5, 60,
                 "Working days until a reporter hears."),
            Term("TRIAGE_DELAY_WORKING_DAYS", "Nieuwe dag als dat niet lukt", WORKING_DAYS, 5, 60,
                 "Working days more when a first answer is late."),
            Term("INTAKE_REMINDER_DAYS", "Herinnering aan wie eerst zelf iets probeert", DAYS, 14, 90,
                 "Days until we remind who wants to try something first."),
            Term("TRIAGE_QUESTION_DAYS", "Tijd om een vraag te beantwoorden", DAYS, 14, 90,
                 "Days a reporter has to answer a question.", "Daarna komt de melding terug in de wachtrij."),
            Term("TRIAGE_QUESTION_REMINDER_DAYS", "Herinnering aan die vraag", DAYS, 7, 90,
                 "Days until we remind who did not answer."),
        ),
    ),
    (
        "Na een besluit",
        (
            Term("INTAKE_FIRST_CHECK_WEEKS", "Eerste keer vragen of het echt is opgelost", WEEKS, 4, 52,
                 "Weeks until we ask whether it is really solved."),
            Term("INTAKE_SECOND_CHECK_WEEKS", "Tweede keer vragen", WEEKS, 12, 104,
                 "Weeks until we ask that once more."),
            Term("INTAKE_REOPEN_WEEKS", "Zo lang kan een melding weer open", WEEKS, 8, 104,
                 "Weeks in which a closed report can be opened again."),
            Term("INTAKE_PSEUDONYMISE_MONTHS", "Daarna vergeten we wie het meldde", MONTHS, 12, 120,
                 "Months after its end that a reporter is forgotten.",
                 "Naam, praktijk en adres worden dan gewist. Dat is niet terug te draaien."),
        ),
    ),
    (
        "Het team",
        (
            Term("TRIAGE_ANSWER_WORKING_DAYS", "Beslissen na een reactie of een verzoek", WORKING_DAYS, 5, 60,
                 "Working days to decide again after a reaction."),
            Term("TRIAGE_UNTOUCHED_DAYS", "De wachtrij wijst op wat stil ligt", DAYS, 10, 90,
                 "Days after which a case nobody touches is pointed out."),
        ),
    ),
    (
        "Andere organisaties",
        (
            Term("ESCALATION_ANSWER_DAYS", "Tijd voor een antwoord", DAYS, 28, 365,
                 "Days an outside body gets to answer.", "Daarna wachten we niet langer."),
            Term("ESCALATION_REMINDER_DAYS", "Herinnering aan een organisatie", DAYS, 14, 365,
                 "Days until a body that said nothing is reminded."),
        ),
    ),
)  # fmt: skip
GROUPS: Mapping[str, tuple[Term, ...]] = dict(_GROUPS)
TERMS: Mapping[str, Term] = {term.variable: term for terms in GROUPS.values() for term in terms}
# The first of each pair comes before the second.
IN_ORDER = (
    ("TRIAGE_QUESTION_REMINDER_DAYS", "TRIAGE_QUESTION_DAYS"),
    ("ESCALATION_REMINDER_DAYS", "ESCALATION_ANSWER_DAYS"),
    ("INTAKE_FIRST_CHECK_WEEKS", "INTAKE_SECOND_CHECK_WEEKS"),
)
