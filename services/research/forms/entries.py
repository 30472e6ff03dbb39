"""The lists of a dossier, one entry at a time."""

from datetime import date
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import EmailStr, Field, HttpUrl, model_validator

from services.research.domain import INFLUENCE, EvidenceKind, Kept, Reliability, Stance
from services.research.forms.section import (
    LINE,
    NOT_A_DAY,
    NOT_A_WEB_ADDRESS,
    NOT_AN_ADDRESS,
    QUOTE,
    SHORT,
    TEXT,
    UNKNOWN_MEMBER,
    SectionForm,
)
from shared import clock
from shared.contracts.vocabulary import RecordedIn
from shared.web.forms import Messages, field_fault
from shared.web.free_text import FreeText


class EntryForm(SectionForm):
    """One row of a list in a dossier."""

    def columns(self, who: str) -> dict[str, Any]:
        """What is stored of it."""
        return {**self.model_dump(exclude={"version"}), "added_by": who}


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
            raise field_fault("valid_until", ENDS_BEFORE)
        if self.checked_on > clock.today():
            raise field_fault("checked_on", "Deze dag moet nog komen. Vul in wanneer je het nakeek")
        return self

    def columns(self, who: str) -> dict[str, Any]:
        """What is stored of it: who saves it is who checked it."""
        return {**self.model_dump(exclude={"version"}), "url": self.url and str(self.url), "checked_by": who}


class EvidenceForm(EntryForm):
    """A source that findings rest on."""

    called: FreeText = Field(max_length=LINE)
    evidence_kind: EvidenceKind
    link: Annotated[HttpUrl | None, Field(max_length=500)] = None
    kept_at: FreeText | None = Field(default=None, max_length=LINE)
    from_whom: FreeText | None = Field(default=None, max_length=SHORT)
    dated_on: date | None = None
    reliability: Reliability
    remark: FreeText | None = Field(default=None, max_length=TEXT)

    def columns(self, who: str) -> dict[str, Any]:
        """What is stored of it."""
        return {**super().columns(who), "link": self.link and str(self.link)}


class FindingForm(EntryForm):
    """One established fact with its source: one of the dossier's, or in words."""

    claim: FreeText = Field(max_length=500)
    evidence_id: UUID | None = None
    source: FreeText = Field(default="", max_length=LINE)

    @model_validator(mode="after")
    def _rests_on_something(self) -> Self:
        if not (self.evidence_id or self.source):
            raise field_fault("source", "Vul in waar dat uit blijkt, of kies een bron")
        return self


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


class AroundTableForm(EntryForm):
    """An entry that may come from a round table."""

    round_table_id: UUID | None = None


class TaskForm(AroundTableForm):
    """Who does what by when."""

    what: FreeText = Field(max_length=LINE)
    owner_id: UUID
    due_on: date


class AgreementForm(AroundTableForm):
    """What organisations agreed about the rule."""

    agreed: FreeText = Field(max_length=TEXT)
    between: FreeText = Field(max_length=LINE)
    region: FreeText | None = Field(default=None, max_length=SHORT)
    agreed_from: date | None = None
    agreed_until: date | None = None
    check_on: date | None = None

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.agreed_from and self.agreed_until and self.agreed_until < self.agreed_from:
            raise field_fault("agreed_until", ENDS_BEFORE)
        return self


class CommitmentForm(AroundTableForm):
    """What an organisation promised, and what came of it. Who did may well be a person; the dossier alone shows it."""

    promised_by: str = Field(max_length=SHORT)
    promise: FreeText = Field(max_length=LINE)
    promised_for: date
    kept: Kept = Kept.OPEN


CHOOSE_INFLUENCE = "Kies hoeveel invloed zij hebben"

ENDS_BEFORE = "Deze dag ligt voor de dag waarop het begint te gelden"

SOURCE: Messages = {
    "recorded_in": "Kies waar het is vastgelegd",
    "place": {"missing": "Vul de vindplaats in. Vond je niets? Vul dan in waar je zocht"},
    "url": NOT_A_WEB_ADDRESS,
    "valid_from": NOT_A_DAY,
    "valid_until": NOT_A_DAY,
    "checked_on": "Vul in wanneer je dit nakeek",
}

EVIDENCE: Messages = {
    "called": {"missing": "Vul in hoe deze bron heet"},
    "evidence_kind": "Kies wat voor bron het is",
    "link": NOT_A_WEB_ADDRESS,
    "dated_on": NOT_A_DAY,
    "reliability": "Kies hoe betrouwbaar deze bron is",
}

FINDING: Messages = {
    "claim": {"missing": "Vul in wat je hebt vastgesteld"},
    "evidence_id": "Kies een bron uit de lijst",
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

AGREEMENT: Messages = {
    "agreed": {"missing": "Vul in wat jullie afspraken"},
    "between": {"missing": "Vul in tussen wie deze afspraak geldt"},
    "agreed_from": NOT_A_DAY,
    "agreed_until": NOT_A_DAY,
    "check_on": NOT_A_DAY,
}

COMMITMENT: Messages = {
    "promised_by": {"missing": "Vul in wie dit toezegde"},
    "promise": {"missing": "Vul in wat zij toezegden"},
    "promised_for": "Vul in wanneer het klaar is",
    "kept": "Kies wat ervan kwam",
}
