"""What a member fills in to decide about a case; one form per decision."""

from datetime import date
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)

from services.triage.domain import Decision
from services.triage.prepared import LONGEST, LONGEST_TITLE, fault_in
from services.triage.queue_filter import LONGEST_REGION, LONGEST_SEARCH
from shared import clock
from shared.contracts.vocabulary import CloseReason, ImposedBy
from shared.themes.theme import Theme
from shared.web.blanks import FinishedText
from shared.web.forms import Messages, field_fault
from shared.web.free_text import FreeText


def _ahead(day: date) -> date:
    if day <= clock.today():
        raise ValueError("Kies een dag na vandaag")
    return day


LONGEST_MESSAGE, LONGEST_TASK = 600, 300
Ticked = Annotated[bool, BeforeValidator(lambda given: given in ("ja", True))]


class MailForm(BaseModel):
    """Whether the reporter is mailed; why not is for the team."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True, populate_by_name=True)

    reason: FreeText = Field(min_length=3, max_length=1000)
    send_mail: Ticked = False
    no_mail_because: FreeText = Field(default="", max_length=300, validate_default=True)

    @field_validator("no_mail_because")
    @classmethod
    def _says_why_no_mail(cls, because: str, others: ValidationInfo) -> str:
        if not because and not others.data["send_mail"]:
            raise field_fault("", "Schrijf op waarom je geen mail stuurt")
        return because


class DecisionForm(MailForm):
    """What every decision needs. `version` is the case as the member saw it."""

    version: int


def _message(decision: Decision) -> Any:
    """What the team says besides; each decision has a field of its own on the page."""
    return Field(default="", max_length=LONGEST_MESSAGE, alias=f"message_{decision.value}")


class QuestionForm(DecisionForm):
    question: FinishedText = Field(min_length=10, max_length=1000)


class LinkForm(DecisionForm):
    dossier_id: UUID
    message: FinishedText = _message(Decision.LINK)


class OpenDossierForm(DecisionForm):
    dossier_title: FreeText = Field(min_length=5, max_length=120)
    message: FinishedText = _message(Decision.OPEN_DOSSIER)


class AgreementForm(DecisionForm):
    item_id: UUID
    message: FinishedText = _message(Decision.AGREEMENT)


class ElsewhereForm(DecisionForm):
    party_id: UUID
    check_on: Annotated[date, AfterValidator(_ahead)]
    message: FinishedText = _message(Decision.ELSEWHERE)


class HandoverForm(DecisionForm):
    handover_party_id: UUID
    message: FinishedText = _message(Decision.HANDOVER)


class CloseForm(DecisionForm):
    close_reason: CloseReason
    tip: FinishedText = Field(min_length=10, max_length=500)


class ReopenForm(DecisionForm):
    message: FinishedText = Field(min_length=10, max_length=LONGEST_MESSAGE, alias="message_reopen")


class KeepClosedForm(DecisionForm):
    explanation: FinishedText = Field(min_length=10, max_length=500)


class LinkManyForm(MailForm):
    """One dossier for many cases."""

    dossier_id: UUID
    message: FinishedText = _message(Decision.LINK)


class StandardTextForm(BaseModel):
    """A text prepared for one decision. `version` is the text as who changes it saw it; 0 for a new one."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    decision: Decision
    title: FreeText = Field(min_length=3, max_length=LONGEST_TITLE)
    text: FreeText = Field(min_length=10, max_length=LONGEST)
    version: int = 0

    @model_validator(mode="after")
    def _has_known_blanks(self) -> Self:
        if fault := fault_in(self.decision, self.text):
            raise field_fault("text", fault)
        return self


class MergeForm(BaseModel):
    """Why two reports tell the same. `version` is the case as the member saw it, `into_id` the other."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    version: int
    into_id: UUID
    reason: FreeText = Field(min_length=3, max_length=1000)


NOBODY = "niemand"


class AssignForm(BaseModel):
    """Who handles a case: an id of a colleague, or nobody."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    handler: UUID | Literal["niemand"]


class ThemeForm(BaseModel):
    """What a case is about; `theme_seen` is what the member saw there."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    theme: Theme
    theme_seen: Theme | Literal[""] = ""


class TaskForm(BaseModel):
    """What somebody of the team does for a report, and by when. `version` is the task as the member saw it."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    version: int = 0
    what: FreeText = Field(min_length=3, max_length=LONGEST_TASK)
    owner_id: UUID
    due_on: date


class RuleForm(BaseModel):
    """Who gets new reports of which all this holds; what is left empty may be anything. `revision` was looked at."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    revision: int = 0
    theme: Theme | None = None
    imposed_by: ImposedBy | None = None
    region: str | None = Field(default=None, max_length=LONGEST_REGION)
    member_id: UUID

    @property
    def content(self) -> dict[str, Any]:
        """What is kept of it."""
        chosen = {"theme": self.theme and self.theme.value, "imposed_by": self.imposed_by and self.imposed_by.value}
        return chosen | {"region": self.region, "member_id": self.member_id}


class SavedFilterForm(BaseModel):
    """A name for what somebody looks through, and the words in it."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    name: FreeText = Field(min_length=1, max_length=40)
    words: FreeText = Field(default="", max_length=LONGEST_SEARCH)


FORMS: dict[Decision, type[DecisionForm]] = {
    Decision.QUESTION: QuestionForm,
    Decision.LINK: LinkForm,
    Decision.OPEN_DOSSIER: OpenDossierForm,
    Decision.AGREEMENT: AgreementForm,
    Decision.ELSEWHERE: ElsewhereForm,
    Decision.HANDOVER: HandoverForm,
    Decision.CLOSE: CloseForm,
    Decision.REOPEN: ReopenForm,
    Decision.KEEP_CLOSED: KeepClosedForm,
}

SAVED_MESSAGES: Messages = {
    "name": {"string_too_long": "Maak de naam korter. Er kunnen 40 tekens in", "*": "Geef het filter een naam"},
}
STANDARD_MESSAGES: Messages = {
    "decision": "Kies bij welke beslissing de tekst hoort",
    "title": {
        "string_too_long": f"Maak de naam korter. Er kunnen {LONGEST_TITLE} tekens in",
        "*": "Geef de tekst een naam",
    },
    "text": {
        "string_too_long": f"Maak de tekst korter. Er kunnen {LONGEST} tekens in",
        "*": "Schrijf de tekst op, in minstens één zin",
    },
    "version": "Open de tekst opnieuw",
}
_MESSAGE_TOO_LONG = "Maak je bericht korter. Er kunnen 600 tekens in"
RULE_MESSAGES: Messages = {
    "theme": "Kies een thema uit de lijst",
    "imposed_by": "Kies uit de lijst van wie het komt",
    "region": "Kies een regio uit de lijst",
    "member_id": "Kies wie de melding krijgt",
}
TASK_MESSAGES: Messages = {
    "what": {
        "string_too_long": f"Maak het korter. Er kunnen {LONGEST_TASK} tekens in",
        "*": "Schrijf op wat er moet gebeuren",
    },
    "owner_id": "Kies wie het doet",
    "due_on": "Vul een datum in, bijvoorbeeld 2027-01-15",
    "version": "Open de taak opnieuw",
}
CHOOSE = "Kies wat er met deze melding gebeurt"
MESSAGES: Messages = {
    "reason": {
        "string_too_long": "Maak de reden korter. Er kunnen 1.000 tekens in",
        "*": "Schrijf op waarom je dit kiest",
    },
    "question": {
        "string_too_long": "Maak de vraag korter. Er kunnen 1.000 tekens in",
        "*": "Schrijf de vraag aan de melder op",
    },
    "dossier_id": "Kies een dossier",
    "dossier_title": {
        "string_too_long": "Maak de naam korter. Er kunnen 120 tekens in",
        "*": "Geef het nieuwe dossier een naam",
    },
    "item_id": "Kies de afspraak",
    "party_id": "Kies de organisatie die eraan werkt",
    "check_on": {"value_error": "Kies een dag na vandaag", "*": "Vul een datum in, bijvoorbeeld 2027-01-15"},
    "handover_party_id": "Kies naar wie het gaat",
    "close_reason": "Kies waarom je de melding sluit",
    "tip": {
        "string_too_long": "Maak de tip korter. Er kunnen 500 tekens in",
        "*": "Schrijf op wat de praktijk zelf nog kan doen",
    },
    "explanation": {
        "string_too_long": "Maak de uitleg korter. Er kunnen 500 tekens in",
        "*": "Schrijf op waarom de melding gesloten blijft",
    },
    **{
        f"message_{decision.value}": {"string_too_long": _MESSAGE_TOO_LONG, "*": "Schrijf op wat de melder moet weten"}
        for decision in FORMS
    },
    "no_mail_because": {
        "string_too_long": "Maak de reden korter. Er kunnen 300 tekens in",
        "*": "Schrijf op waarom je geen mail stuurt",
    },
    "handler": "Kies een collega",
    "theme": "Kies een thema uit de lijst",
    "version": "Open de melding opnieuw",
}
