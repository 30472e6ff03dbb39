"""What the team types in a dossier, with the sentence for each thing that can be wrong."""

from datetime import date
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import BaseModel, EmailStr, Field, HttpUrl, model_validator

from services.research.domain import INFLUENCE, RuleOrigin, SolutionKind, Stance
from shared import clock
from shared.contracts.vocabulary import Outcome, RecordedIn, Theme
from shared.web.forms import Messages, field_fault
from shared.web.free_text import FreeText

SHORT, LINE, TEXT = 200, 300, 2000
QUOTE = 1000


class SectionForm(BaseModel):
    """A part of a dossier; `version` is the one the form was opened with."""

    version: int = Field(default=0, ge=0)


class EntryForm(SectionForm):
    """One row of a list in a dossier."""

    def columns(self, who: str) -> dict[str, Any]:
        """What is stored of it."""
        return {**self.model_dump(exclude={"version"}), "added_by": who}


class CoreForm(SectionForm):
    """The question in one sentence, what it is about, and which member pulls it."""

    question: FreeText = Field(max_length=LINE)
    theme: Theme | None = None
    lead_id: UUID | None = None


class RuleForm(SectionForm):
    """The questions of the Ontregelbus about the rule itself; what is not known yet stays empty."""

    rule_text: FreeText | None = Field(default=None, max_length=TEXT)
    rule_made_by: FreeText | None = Field(default=None, max_length=SHORT)
    rule_origin: RuleOrigin | None = None
    rule_purpose: FreeText | None = Field(default=None, max_length=TEXT)
    rule_alternative: FreeText | None = Field(default=None, max_length=TEXT)
    rule_strategies: list[SolutionKind] = []


class SourceForm(EntryForm):
    """Where the rule is recorded, or where we looked in vain."""

    recorded_in: RecordedIn
    place: FreeText = Field(max_length=LINE)
    holder: FreeText | None = Field(default=None, max_length=SHORT)
    quote: FreeText | None = Field(default=None, max_length=QUOTE)
    url: Annotated[HttpUrl | None, Field(max_length=500)] = None
    valid_from: date | None = None
    valid_until: date | None = None
    checked_on: date

    @model_validator(mode="after")
    def _sensible(self) -> Self:
        if self.recorded_in is RecordedIn.UNKNOWN:
            raise field_fault("recorded_in", "Kies waar het is vastgelegd")
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            raise field_fault("valid_until", "Deze dag ligt voor de dag waarop het begint te gelden")
        if self.checked_on > clock.today():
            raise field_fault("checked_on", "Deze dag moet nog komen. Vul in wanneer je het nakeek")
        return self

    def columns(self, who: str) -> dict[str, Any]:
        """What is stored of it: who saves it is who checked it."""
        return {**self.model_dump(exclude={"version"}), "url": self.url and str(self.url), "checked_by": who}


class FindingForm(EntryForm):
    """One established fact with its source."""

    claim: FreeText = Field(max_length=500)
    source: FreeText = Field(max_length=LINE)


class PlaceForm(SectionForm):
    """Where an organisation stands: how much it can do, and what it thinks."""

    influence: int
    stance: Stance

    @model_validator(mode="after")
    def _on_the_grid(self) -> Self:
        if self.influence not in INFLUENCE:
            raise field_fault("influence", CHOOSE_INFLUENCE)
        return self


class StakeholderForm(PlaceForm, EntryForm):
    """An organisation with an interest in the rule, from the list or by name, and who speaks for it."""

    party_id: UUID | None = None
    organisation: FreeText | None = Field(default=None, max_length=SHORT)
    person: str | None = Field(default=None, max_length=SHORT)
    email: EmailStr | None = Field(default=None, max_length=254)
    role: FreeText = Field(max_length=SHORT)
    interest: FreeText | None = Field(default=None, max_length=TEXT)
    last_contact_on: date | None = None

    @model_validator(mode="after")
    def _known_and_past(self) -> Self:
        if not (self.party_id or self.organisation):
            raise field_fault("party_id", "Kies een organisatie, of schrijf eronder hoe zij heet")
        if self.last_contact_on and self.last_contact_on > clock.today():
            raise field_fault("last_contact_on", "Deze dag moet nog komen. Vul in wanneer jullie elkaar spraken")
        return self


class TaskForm(EntryForm):
    """Who does what by when."""

    what: FreeText = Field(max_length=LINE)
    owner_id: UUID
    due_on: date


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


CHOOSE_INFLUENCE = "Kies hoeveel invloed zij hebben"
UNKNOWN_MEMBER = "Kies iemand van het team uit de lijst"
NOT_A_DAY = "Dit is geen datum. Schrijf hem zo: 28-11-2026"
NOT_AN_ADDRESS = "Dit is geen e-mailadres. Een adres ziet er zo uit: naam@organisatie.nl"
CORE: Messages = {
    "question": {"missing": "Vul de vraag in één zin in"},
    "theme": "Kies een thema uit de lijst",
    "lead_id": UNKNOWN_MEMBER,
}
RULE: Messages = {"rule_origin": "Kies een van deze antwoorden", "rule_strategies": "Kies uit deze soorten"}
SOURCE: Messages = {
    "recorded_in": "Kies waar het is vastgelegd",
    "place": {"missing": "Vul de vindplaats in. Vond je niets? Vul dan in waar je zocht"},
    "url": "Dit is geen webadres. Het begint met https://",
    "valid_from": NOT_A_DAY,
    "valid_until": NOT_A_DAY,
    "checked_on": "Vul in wanneer je dit nakeek",
}
FINDING: Messages = {
    "claim": {"missing": "Vul in wat je hebt vastgesteld"},
    "source": {"missing": "Vul in waar dat uit blijkt"},
}
PLACE: Messages = {"influence": CHOOSE_INFLUENCE, "stance": "Kies hoe zij erover denken"}
STAKEHOLDER: Messages = {
    **PLACE,
    "party_id": "Kies een organisatie uit de lijst",
    "email": NOT_AN_ADDRESS,
    "role": {"missing": "Vul in wat zij met deze regel te maken hebben"},
    "last_contact_on": NOT_A_DAY,
}
TASK: Messages = {
    "what": {"missing": "Vul in wat er moet gebeuren"},
    "owner_id": UNKNOWN_MEMBER,
    "due_on": "Vul in wanneer het klaar moet zijn",
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
