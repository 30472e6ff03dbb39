"""What the team types in a dossier, with the sentence for each thing that can be wrong."""

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, Field, HttpUrl, model_validator

from services.research.domain import RuleOrigin
from shared import clock
from shared.contracts.vocabulary import Outcome, RecordedIn
from shared.web.forms import Messages, field_fault
from shared.web.free_text import FreeText

SHORT, LINE, TEXT = 200, 300, 2000
QUOTE = 1000


class SectionForm(BaseModel):
    """A part of a dossier; `version` is the one the form was opened with."""

    version: int = Field(default=0, ge=0)


class CoreForm(SectionForm):
    """The question in one sentence."""

    question: FreeText = Field(max_length=LINE)


class RuleForm(SectionForm):
    """The questions of the Ontregelbus about the rule itself; what is not known yet stays empty."""

    rule_text: FreeText | None = Field(default=None, max_length=TEXT)
    rule_made_by: FreeText | None = Field(default=None, max_length=SHORT)
    rule_origin: RuleOrigin | None = None
    rule_purpose: FreeText | None = Field(default=None, max_length=TEXT)
    rule_alternative: FreeText | None = Field(default=None, max_length=TEXT)


class SourceForm(SectionForm):
    """Where the rule is recorded, or where we looked in vain."""

    recorded_in: RecordedIn
    place: FreeText = Field(max_length=LINE)
    quote: FreeText | None = Field(default=None, max_length=QUOTE)
    url: Annotated[HttpUrl | None, Field(max_length=500)] = None
    checked_on: date

    @model_validator(mode="after")
    def _sensible(self) -> Self:
        if self.recorded_in is RecordedIn.UNKNOWN:
            raise field_fault("recorded_in", "Kies waar het is vastgelegd")
        if self.checked_on > clock.today():
            raise field_fault("checked_on", "Deze dag moet nog komen. Vul in wanneer je het nakeek")
        return self


class FindingForm(SectionForm):
    """One established fact with its source."""

    claim: FreeText = Field(max_length=500)
    source: FreeText = Field(max_length=LINE)


PARTY_FIELDS = {Outcome.HANDED_OVER: "handover_party_id", Outcome.HANDLED_ELSEWHERE: "other_party_id"}


class OutcomeForm(SectionForm):
    """What the research came to; the body that is aan zet belongs to some outcomes only."""

    outcome: Outcome
    handover_party_id: UUID | None = None
    other_party_id: UUID | None = None
    public_text: FreeText = Field(max_length=TEXT)
    outcome_reason: FreeText = Field(max_length=TEXT)

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


CORE: Messages = {"question": {"missing": "Vul de vraag in één zin in"}}
RULE: Messages = {"rule_origin": "Kies een van deze antwoorden"}
SOURCE: Messages = {
    "recorded_in": "Kies waar het is vastgelegd",
    "place": {"missing": "Vul de vindplaats in. Vond je niets? Vul dan in waar je zocht"},
    "url": "Dit is geen webadres. Het begint met https://",
    "checked_on": "Vul in wanneer je dit nakeek",
}
FINDING: Messages = {
    "claim": {"missing": "Vul in wat je hebt vastgesteld"},
    "source": {"missing": "Vul in waar dat uit blijkt"},
}
UNKNOWN_PARTY = "Kies een organisatie uit de lijst"
OUTCOME: Messages = {
    "outcome": "Kies een uitkomst",
    "handover_party_id": UNKNOWN_PARTY,
    "other_party_id": UNKNOWN_PARTY,
    "public_text": {"missing": "Schrijf wat melders te lezen krijgen"},
    "outcome_reason": {"missing": "Schrijf waarom jullie dit besluiten. Dit ziet alleen het team"},
}
CONCLUDE: Messages = {}
REOPEN: Messages = {"why": {"missing": "Vul in waarom jullie dit weer oppakken"}}
