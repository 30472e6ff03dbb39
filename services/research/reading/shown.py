"""Records with their codes in words."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from services.research import domain
from services.research.domain import (
    INFLUENCE,
    Confirmation,
    DossierState,
    EvidenceKind,
    Kept,
    Reliability,
    Stance,
    Weight,
)
from services.research.tables import (
    Addition,
    Agreement,
    Commitment,
    Dossier,
    Evidence,
    EvidenceFile,
    Finding,
    GivenCheckAnswer,
    Handover,
    Party,
    Report,
    RuleSource,
    Stakeholder,
    Task,
)
from shared import clock
from shared.contracts.files import FileKind
from shared.contracts.vocabulary import (
    CheckAnswer,
    Frequency,
    HandoverAnswer,
    ImposedBy,
    NextActor,
    Outcome,
    RecordedIn,
)
from shared.dutch import attachment_text, date_text


@dataclass(frozen=True)
class ShownDossier:
    """A dossier with what it costs and whose turn it is."""

    record: Dossier
    weight: Weight
    party: Party | None
    confirmation: Confirmation = field(default_factory=Confirmation)
    came_after_outcome: int = 0

    @property
    def state(self) -> DossierState:
        """How it stands."""
        return DossierState.parse(self.record.state)

    @property
    def outcome(self) -> Outcome | None:
        """What it came to, or is about to."""
        return Outcome.parse(self.record.outcome) if self.record.outcome else None

    @property
    def next_actor(self) -> NextActor:
        """Whose turn it is."""
        return domain.next_actor(self.state, self.outcome, sent=self.record.handover_sent_at is not None)

    @property
    def waits_to_be_sent(self) -> bool:
        """Whether it is to be handed over and nobody sent it yet."""
        return self.state is DossierState.HANDED_OVER and self.next_actor is NextActor.TEAM

    @property
    def next_actor_name(self) -> str:
        """The organisation by name; empty for the usual word."""
        if self.next_actor is not NextActor.PARTY or self.party is None:
            return ""
        return self.party.abbreviation or self.party.name


@dataclass(frozen=True)
class ShownReport:
    """A report under a dossier, its practice behind a pseudonym; `weight` is of all that counted by then."""

    record: Report
    practice: str
    linked_at: datetime
    weight: Weight | None
    given: GivenCheckAnswer | None = None
    added: Sequence[Addition] = ()

    @property
    def counts(self) -> bool:
        """Whether it was not taken back."""
        return self.record.withdrawn_at is None

    @property
    def answer(self) -> CheckAnswer | None:
        """Whether it is really solved there, when they said so."""
        return CheckAnswer.parse(self.given.answer) if self.given else None

    @property
    def imposed_by(self) -> str:
        """From whom the rule comes, by this report."""
        kind = ImposedBy.parse(self.record.imposed_by).label
        return f"{kind}: {self.record.organisation}" if self.record.organisation else kind

    @property
    def frequency(self) -> str:
        """How often it happens."""
        return Frequency.parse(self.record.frequency).label


@dataclass(frozen=True)
class ShownSource:
    """Where a rule is recorded."""

    record: RuleSource

    @property
    def recorded_in(self) -> RecordedIn:
        """The kind of place."""
        return RecordedIn.parse(self.record.recorded_in)

    @property
    def validity(self) -> str:
        """From when until when it holds: `vanaf 1 januari 2020, tot en met 31 december`."""
        return ", ".join(_span(self.record.valid_from, self.record.valid_until))

    @property
    def is_over(self) -> bool:
        """Whether it holds no more."""
        return self.record.valid_until is not None and self.record.valid_until < clock.today()


@dataclass(frozen=True)
class ShownFile:
    """A file with a source."""

    record: EvidenceFile

    @property
    def text(self) -> str:
        """What it is: `Bijlage 3 (PDF, 2 MB)`."""
        return attachment_text(self.record.number, FileKind.parse(self.record.kind).label, self.record.size)


@dataclass(frozen=True)
class ShownEvidence:
    """A source that findings rest on, with how many do, and its files."""

    record: Evidence
    findings: int
    files: list[ShownFile]

    @property
    def kind(self) -> EvidenceKind:
        """What it is."""
        return EvidenceKind.parse(self.record.evidence_kind)

    @property
    def reliability(self) -> Reliability:
        """How far it can be trusted."""
        return Reliability.parse(self.record.reliability)


@dataclass(frozen=True)
class ShownFinding:
    """An established fact; `evidence` is what the source in the dossier is called that it rests on."""

    record: Finding
    evidence: str | None

    @property
    def source(self) -> str:
        """Where it comes from."""
        return domain.found_in(self.evidence, self.record.source)


@dataclass(frozen=True)
class ShownStakeholder:
    """An organisation around the rule."""

    record: Stakeholder

    @property
    def stance(self) -> Stance:
        """What they think of changing the rule."""
        return Stance.parse(self.record.stance)

    @property
    def influence(self) -> str:
        """How much they can do about it, in a word."""
        return INFLUENCE[self.record.influence]


@dataclass(frozen=True)
class ShownTask:
    """Something that has to be done."""

    record: Task

    @property
    def is_late(self) -> bool:
        """Whether its day has passed and it is not done."""
        return self.record.done_at is None and self.record.due_on < clock.today()


@dataclass(frozen=True)
class ShownAgreement:
    """What was agreed."""

    record: Agreement

    @property
    def validity(self) -> str:
        """Where and how long it holds: `Utrecht, vanaf 1 januari`."""
        return ", ".join(filter(None, [self.record.region, *_span(self.record.agreed_from, self.record.agreed_until)]))

    @property
    def changed_since(self) -> bool:
        """Whether the knowledge base has other words than stand here."""
        published = self.record.published_version
        return published is not None and published != self.record.version

    @property
    def in_knowledge(self) -> str:
        """How it stands in the knowledge base; empty when it was never brought there."""
        if self.record.published_version is None:
            return ""
        if self.record.item_code is None:
            return "Onderweg naar de kennisbank"
        return "In de kennisbank" if self.record.item_public else "Wacht op controle door de redactie"

    @property
    def wants_a_look(self) -> bool:
        """Whether the day has come on which somebody looks if it still holds."""
        return self.record.check_on is not None and self.record.check_on <= clock.today()


@dataclass(frozen=True)
class ShownCommitment:
    """What was promised."""

    record: Commitment

    @property
    def kept(self) -> Kept:
        """What came of it."""
        return Kept.parse(self.record.kept)

    @property
    def is_late(self) -> bool:
        """Whether its day has passed and nobody said that it was kept or broken."""
        return self.kept is Kept.OPEN and self.record.promised_for < clock.today()


@dataclass(frozen=True)
class ShownHandover:
    """A handover of the dossier."""

    record: Handover

    @property
    def words(self) -> str:
        """How it stands, in a sentence."""
        answered_at, answer_by = self.record.answered_at, self.record.answer_by
        if self.record.answer and answered_at:
            return f"{HandoverAnswer.parse(self.record.answer).label}, {date_text(answered_at)}"
        return _expected(answer_by) if answer_by else "Onderweg"


def _expected(day: date) -> str:
    late = day < clock.today()
    return f"{'Had antwoord moeten krijgen op' if late else 'Antwoord verwacht voor'} {date_text(day)}"


def _span(since: date | None, until: date | None) -> list[str]:
    parts = [f"vanaf {date_text(since)}" if since else "", f"tot en met {date_text(until)}" if until else ""]
    return [part for part in parts if part]
