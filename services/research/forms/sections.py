"""The parts of a dossier that are one form."""

from typing import Self
from uuid import UUID

from pydantic import BaseModel, Field, model_validator

from services.research.domain import RuleOrigin, SolutionKind
from services.research.forms.section import LINE, SHORT, TEXT, UNKNOWN_MEMBER, SectionForm
from shared.contracts.vocabulary import Outcome
from shared.themes.theme import Theme
from shared.web.forms import Messages, field_fault
from shared.web.free_text import FreeText


class CoreForm(SectionForm):
    """The question in one sentence, what it is about, and which member pulls it."""

    question: FreeText = Field(max_length=LINE)
    theme: Theme | None = None
    lead_id: UUID | None = None


class ContextForm(SectionForm):
    """What happens, since when, where and with whom; what is not known yet stays empty."""

    context_what: FreeText | None = Field(default=None, max_length=TEXT)
    context_since: FreeText | None = Field(default=None, max_length=SHORT)
    context_where: FreeText | None = Field(default=None, max_length=SHORT)
    context_whom: FreeText | None = Field(default=None, max_length=SHORT)


class RuleForm(SectionForm):
    """The questions of the Ontregelbus about the rule itself; what is not known yet stays empty."""

    rule_text: FreeText | None = Field(default=None, max_length=TEXT)
    rule_made_by: FreeText | None = Field(default=None, max_length=SHORT)
    rule_origin: RuleOrigin | None = None
    rule_purpose: FreeText | None = Field(default=None, max_length=TEXT)
    rule_alternative: FreeText | None = Field(default=None, max_length=TEXT)
    rule_strategies: list[SolutionKind] = Field(default_factory=list)


class OutcomeForm(SectionForm):
    """What the research came to; the body that is aan zet belongs to some outcomes only."""

    outcome: Outcome
    handover_party_id: UUID | None = None
    other_party_id: UUID | None = None
    public_text: FreeText = Field(max_length=TEXT)
    outcome_reason: FreeText = Field(max_length=TEXT)
    possible_hours: int | None = Field(default=None, ge=0, le=10_000)

    @property
    def party_field(self) -> str:
        """Where the organisation of the chosen outcome is filled in; empty when it needs none."""
        return PARTY_FIELDS.get(self.outcome, "")

    @property
    def party_id(self) -> UUID | None:
        """The organisation that belongs to the chosen outcome."""
        return getattr(self, self.party_field) if self.party_field else None

    @model_validator(mode="after")
    def _party_when_needed(self) -> Self:
        if self.party_field and self.party_id is None:
            raise field_fault(self.party_field, "Kies om welke organisatie het gaat")
        return self


class ConcludeForm(SectionForm):
    """Yes, this may go out; `version` is the one of the outcome that was looked at."""


class ReopenForm(BaseModel):
    """Why the team works on it again."""

    why: FreeText = Field(max_length=LINE)


PARTY_FIELDS = {Outcome.HANDED_OVER: "handover_party_id", Outcome.HANDLED_ELSEWHERE: "other_party_id"}
CORE: Messages = {
    "question": {"missing": "Vul de vraag in één zin in"},
    "theme": "Kies een thema uit de lijst",
    "lead_id": UNKNOWN_MEMBER,
}
CONTEXT: Messages = {}
RULE: Messages = {"rule_origin": "Kies een van deze antwoorden", "rule_strategies": "Kies uit deze soorten"}
UNKNOWN_PARTY = "Kies een organisatie uit de lijst"
OUTCOME: Messages = {
    "outcome": "Kies een uitkomst",
    "handover_party_id": UNKNOWN_PARTY,
    "other_party_id": UNKNOWN_PARTY,
    "public_text": {"missing": "Schrijf wat melders te lezen krijgen"},
    "possible_hours": "Vul een heel getal in, zonder letters. Bijvoorbeeld: 40",
    "outcome_reason": {"missing": "Schrijf waarom jullie dit besluiten. Dit ziet alleen het team"},
}
CONCLUDE: Messages = {}
REOPEN: Messages = {"why": {"missing": "Vul in waarom jullie dit weer oppakken"}}
