"""What a member fills in to decide about a case; one form per decision."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from services.triage.domain import Decision
from services.triage.queue_filter import LONGEST_SEARCH
from shared import clock
from shared.contracts.vocabulary import CloseReason
from shared.themes.theme import Theme
from shared.web.forms import Messages
from shared.web.free_text import FreeText


def _ahead(day: date) -> date:
    if day <= clock.today():
        raise ValueError("Kies een dag na vandaag")
    return day


Ticked = Annotated[bool, BeforeValidator(lambda given: given in ("ja", True))]


class DecisionForm(BaseModel):
    """What every decision needs. `version` is the case as the member saw it."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    version: int
    reason: FreeText = Field(min_length=3, max_length=1000)
    send_mail: Ticked = False


class QuestionForm(DecisionForm):
    question: FreeText = Field(min_length=10, max_length=1000)


class LinkForm(DecisionForm):
    dossier_id: UUID


class OpenDossierForm(DecisionForm):
    dossier_title: FreeText = Field(min_length=5, max_length=120)


class AgreementForm(DecisionForm):
    item_id: UUID


class ElsewhereForm(DecisionForm):
    party_id: UUID
    check_on: Annotated[date, AfterValidator(_ahead)]


class HandoverForm(DecisionForm):
    handover_party_id: UUID


class CloseForm(DecisionForm):
    close_reason: CloseReason
    tip: FreeText = Field(min_length=10, max_length=500)


class KeepClosedForm(DecisionForm):
    explanation: FreeText = Field(min_length=10, max_length=500)


class LinkManyForm(BaseModel):
    """One dossier for many cases."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    dossier_id: UUID
    reason: FreeText = Field(min_length=3, max_length=1000)
    send_mail: Ticked = False


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
    Decision.REOPEN: DecisionForm,
    Decision.KEEP_CLOSED: KeepClosedForm,
}

SAVED_MESSAGES: Messages = {
    "name": {"string_too_long": "Maak de naam korter. Er kunnen 40 tekens in", "*": "Geef het filter een naam"},
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
    "handler": "Kies een collega",
    "theme": "Kies een thema uit de lijst",
    "version": "Open de melding opnieuw",
}
