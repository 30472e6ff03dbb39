"""The rules of a dossier: no input or output."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from services.research.domain.weighing import GIVES_TIME_BACK as GIVES_TIME_BACK
from services.research.domain.weighing import WEIGHT_BASIS as WEIGHT_BASIS
from services.research.domain.weighing import Effect as Effect
from services.research.domain.weighing import Estimate as Estimate
from services.research.domain.weighing import Weight as Weight
from services.research.domain.weighing import effect as effect
from services.research.domain.weighing import growth as growth
from services.research.domain.weighing import weight as weight
from shared.contracts.vocabulary import CheckAnswer, Choice, HandoverAnswer, NextActor, Outcome, RecordedIn


class DossierState(Choice):
    """How a dossier stands."""

    RESEARCHING = "researching", "In onderzoek"
    SOLVED = "solved", "Opgelost"
    HANDED_OVER = "handed_over", "Bij een andere organisatie"
    KEPT_WITH_REASON = "kept_with_reason", "Regel blijft, met reden"
    RECORDED_NOWHERE = "recorded_nowhere", "Regel staat nergens"
    NOT_SOLVED = "not_solved", "Niet opgelost"
    MERGED = "merged", "Samengevoegd"


# Those with an outcome. One that was merged has none: its reports hear that of another.
ENDS = frozenset(DossierState) - {DossierState.RESEARCHING, DossierState.MERGED}
MOVES: Mapping[DossierState, frozenset[DossierState]] = {
    DossierState.RESEARCHING: ENDS | {DossierState.MERGED},
    DossierState.MERGED: frozenset({DossierState.RESEARCHING}),
    **dict.fromkeys(ENDS, frozenset({DossierState.RESEARCHING})),
}

END_OF: Mapping[Outcome, DossierState] = {
    Outcome.ALREADY_SETTLED: DossierState.SOLVED,
    Outcome.SOLVED: DossierState.SOLVED,
    Outcome.HANDLED_ELSEWHERE: DossierState.HANDED_OVER,
    Outcome.HANDED_OVER: DossierState.HANDED_OVER,
    # A signal changes nothing yet: "closed" never counts as "solved".
    Outcome.SIGNALLED: DossierState.NOT_SOLVED,
    Outcome.KEPT_WITH_REASON: DossierState.KEPT_WITH_REASON,
    Outcome.RECORDED_NOWHERE: DossierState.RECORDED_NOWHERE,
    Outcome.NOT_SOLVED: DossierState.NOT_SOLVED,
}
# Outcomes after which a named organisation is aan zet.
NEEDS_PARTY = frozenset({Outcome.HANDED_OVER, Outcome.HANDLED_ELSEWHERE})

# What a body's answer does to a dossier that waits for it: only taking it on leaves the turn with them.
REOPENS: Mapping[HandoverAnswer, bool] = {
    HandoverAnswer.ACCEPTED: False,
    HandoverAnswer.ANSWERED: True,
    HandoverAnswer.REFUSED: True,
}


class MoveRefused(Exception):
    """The dossier cannot go from where it is to where somebody wants it."""


def move(state: DossierState, to: DossierState) -> DossierState:
    """The new state. Raises MoveRefused."""
    if to not in MOVES[state]:
        raise MoveRefused(f"from {state.value} to {to.value}")
    return to


def next_actor(state: DossierState, outcome: Outcome | None = None, *, sent: bool = False) -> NextActor:
    """Whose turn it is. A handover is ours until it was `sent`."""
    if state is DossierState.RESEARCHING:
        return NextActor.TEAM
    if state is not DossierState.HANDED_OVER:
        return NextActor.NOBODY
    return NextActor.PARTY if sent or outcome is Outcome.HANDLED_ELSEWHERE else NextActor.TEAM


class RuleOrigin(Choice):
    """Law, or somebody's own elaboration of it (the first question of the Ontregelbus)."""

    LAW = "law", "De wet zelf"
    ELABORATION = "own_elaboration", "De uitwerking door een organisatie"
    OWN_HABIT = "own_habit", "Een gewoonte van praktijken zelf"
    UNKNOWN = "unknown", "Dat weten we nog niet"


class SolutionKind(Choice):
    """The seven *rekstrategieën* of the Ontregelbus: ways in which a rule can give (research/domain.md §1.2)."""

    STRETCH_TIME = "stretch_time", "Tijd rekken"
    DO_LESS = "do_less", "Volume minderen"
    TRUST = "trust", "Hart verruimen"
    WIDEN_VIEW = "widen_view", "Perspectief verbreden"
    TAILOR = "tailor", "Maatwerk leveren"
    BEND = "bend", "Regel oprekken"
    JUST_TRY = "just_try", "Pippi Langkousen"

    @property
    def meaning(self) -> str:
        """What the name stands for, in one sentence."""
        return SOLUTION_MEANINGS[self]


SOLUTION_MEANINGS: Mapping[SolutionKind, str] = {
    SolutionKind.STRETCH_TIME: "Het hoeft minder vaak, of het blijft langer geldig.",
    SolutionKind.DO_LESS: "Het hoeft bij minder mensen, of met minder gegevens.",
    SolutionKind.TRUST: "Vertrouw wie het werk doet, in plaats van vooraf te controleren.",
    SolutionKind.WIDEN_VIEW: "Kijk samen waar de regel voor was bedoeld.",
    SolutionKind.TAILOR: "Wijk af als dat beter past, en leg uit waarom.",
    SolutionKind.BEND: "Gebruik de ruimte die de regel nu al geeft.",
    SolutionKind.JUST_TRY: "Probeer het gewoon, en kijk wat er gebeurt.",
}


RECORDABLE = tuple(kind for kind in RecordedIn if kind is not RecordedIn.UNKNOWN)
# Somewhere in writing, as opposed to a habit or nothing at all.
WRITTEN = frozenset(RECORDABLE) - {
    RecordedIn.PRACTICE_HABIT,
    RecordedIn.NOWHERE_FOUND,
    RecordedIn.CONTRADICTORY,
}


class RecordedAnswer(Choice):
    """The answer to "Is het ergens vastgelegd?"."""

    YES = "yes", "Ja, dit is vastgelegd"
    PARTLY = "partly", "Deels vastgelegd"
    CONTRADICTORY = "contradictory", "De bronnen spreken elkaar tegen"
    HABIT = "habit", "Nee, dit is een gewoonte"
    NOWHERE = "nowhere", "Dit is nergens vastgelegd"
    UNKNOWN = "unknown", "Dat weten we nog niet"


def recorded_answer(kinds: Collection[RecordedIn]) -> RecordedAnswer:
    """What all that was found comes to."""
    found = frozenset(kinds)
    if RecordedIn.CONTRADICTORY in found:
        return RecordedAnswer.CONTRADICTORY
    if found & WRITTEN:
        return RecordedAnswer.PARTLY if found - WRITTEN else RecordedAnswer.YES
    if RecordedIn.PRACTICE_HABIT in found:
        return RecordedAnswer.HABIT
    return RecordedAnswer.NOWHERE if found else RecordedAnswer.UNKNOWN


class Stance(Choice):
    """What an organisation thinks of changing the rule."""

    AGAINST = "against", "Tegen"
    DOUBTS = "doubts", "Twijfelt"
    WITH_US = "with_us", "Mee"
    UNKNOWN = "unknown", "Onbekend"


class Kept(Choice):
    """What came of a promise. That one is late is read from its day."""

    OPEN = "open", "Nog niet"
    KEPT = "kept", "Nagekomen"
    BROKEN = "broken", "Niet nagekomen"


# From much to little: how much an organisation can do about the rule.
INFLUENCE: Mapping[int, str] = {3: "Veel", 2: "Gemiddeld", 1: "Weinig"}
# The columns of the grid; of the others we do not know where they stand.
STANCES = (Stance.AGAINST, Stance.DOUBTS, Stance.WITH_US)


class EvidenceKind(Choice):
    """What kind of source a finding rests on."""

    DOCUMENT = "document", "Document of brief"
    MAIL = "mail", "E-mail"
    CONVERSATION = "conversation", "Gesprek of telefoontje"
    WEBSITE = "website", "Website"
    FIGURES = "figures", "Cijfers of meting"
    RESEARCH = "research", "Artikel of onderzoek"


class ErasedBecause(Choice):
    """Why a file was erased. A code only: free words about it could hold what had to go."""

    PATIENT = "patient", "Er stond een patiënt in"
    OTHER_PERSON = "other_person", "Er stonden gegevens in van iemand anders"
    NOT_ALLOWED = "not_allowed", "We mogen het niet bewaren"
    WRONG_FILE = "wrong_file", "Het was het verkeerde bestand"
    LISTED = "listed", "Het stond op de lijst van wissingen"


class Reliability(Choice):
    """How far a source can be trusted."""

    FIRST_HAND = "first_hand", "Van de bron zelf"
    SECOND_HAND = "second_hand", "Uit de tweede hand"
    HEARSAY = "hearsay", "Van horen zeggen"
    UNKNOWN = "unknown", "Nog niet beoordeeld"


def found_in(title: str | None, place: str) -> str:
    """Where a finding comes from: the `title` of a source in the dossier with the place in it, or what was written."""
    return ", ".join(filter(None, [title, place]))


@dataclass(frozen=True)
class Confirmation:
    """What the practices under a dossier say when they are asked whether it is really solved."""

    solved: int = 0
    a_little: int = 0
    not_solved: int = 0

    @property
    def answers(self) -> int:
        """How many of them said something."""
        return self.solved + self.a_little + self.not_solved


def confirmation(answers: Iterable[CheckAnswer]) -> Confirmation:
    """Count the newest answer of each report."""
    counted = Counter(answers)
    return Confirmation(counted[CheckAnswer.YES], counted[CheckAnswer.A_LITTLE], counted[CheckAnswer.NO])


def pseudonyms(practices: Iterable[UUID]) -> dict[UUID, str]:
    """`Praktijk 1`, `Praktijk 2` …, in the order in which they joined."""
    return {practice: f"Praktijk {number}" for number, practice in enumerate(dict.fromkeys(practices), start=1)}


def reference(year: int, number: int) -> str:
    """`D-26-014`. `year` in four digits."""
    return f"D-{year % 100:02d}-{number:03d}"


class Section(Choice):
    """The parts of a dossier that are saved on their own."""

    CORE = "core", "Kern"
    CONTEXT = "context", "Context"
    RULE = "rule", "Wat staat er letterlijk?"
    SOURCE = "source", "Is het ergens vastgelegd?"
    EVIDENCE = "evidence", "Bronnen"
    FINDING = "finding", "Bevindingen"
    STAKEHOLDER = "stakeholder", "Betrokkenen"
    TASK = "task", "Taken"
    AGREEMENT = "agreement", "Afspraken"
    COMMITMENT = "commitment", "Toezeggingen"
    ROUND_TABLE = "round_table", "Overleggen"
    MINUTES = "minutes", "Verslag"
    OUTCOME = "outcome", "Uitkomst"


class ChangedMeanwhile(Exception):
    """Somebody else saved the same part after this form was opened."""

    def __init__(self, by: str) -> None:
        super().__init__(by)
        self.by = by
