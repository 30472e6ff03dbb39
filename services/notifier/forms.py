"""The decision as far as a preview of its mail needs it; triage checks the rest when it is saved."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from shared.contracts.vocabulary import CloseReason, Outcome
from shared.web.blanks import FinishedText
from shared.web.forms import Messages


class PreviewForm(BaseModel):
    """What every decision has. Without the tick the reporter gets no mail."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True, populate_by_name=True)

    report_id: UUID
    send_mail: Annotated[bool, BeforeValidator(lambda given: given == "ja")] = False


class QuestionPreview(PreviewForm):
    question: FinishedText


class LinkPreview(PreviewForm):
    dossier_id: UUID
    message: FinishedText = Field(default="", alias="message_link")


class OpenDossierPreview(PreviewForm):
    dossier_title: str
    message: FinishedText = Field(default="", alias="message_open_dossier")


class AgreementPreview(PreviewForm):
    item_id: UUID
    message: FinishedText = Field(default="", alias="message_agreement")


class ElsewherePreview(PreviewForm):
    party_id: UUID
    check_on: date
    message: FinishedText = Field(default="", alias="message_elsewhere")


class HandoverPreview(PreviewForm):
    handover_party_id: UUID
    message: FinishedText = Field(default="", alias="message_handover")


class ClosePreview(PreviewForm):
    close_reason: CloseReason
    tip: FinishedText


class ReopenPreview(PreviewForm):
    message: FinishedText = Field(alias="message_reopen")


class KeepClosedPreview(PreviewForm):
    explanation: FinishedText


class ConcludePreview(PreviewForm):
    """The outcome of a dossier, as one of its reporters reads it."""

    dossier_id: UUID
    reference: str
    title: str
    outcome: Outcome
    public_text: str
    party_id: UUID | None = None


PREVIEWS: dict[str, type[PreviewForm]] = {
    "question": QuestionPreview,
    "link": LinkPreview,
    "open_dossier": OpenDossierPreview,
    "agreement": AgreementPreview,
    "elsewhere": ElsewherePreview,
    "handover": HandoverPreview,
    "close": ClosePreview,
    "reopen": ReopenPreview,
    "keep_closed": KeepClosedPreview,
    "conclude": ConcludePreview,
}

CHOOSE = "Kies wat er met deze melding gebeurt"
MESSAGES: Messages = {
    "report_id": "Open de melding opnieuw",
    "question": "Schrijf de vraag aan de melder op",
    "dossier_id": "Kies een dossier",
    "dossier_title": "Geef het nieuwe dossier een naam",
    "item_id": "Kies de afspraak",
    "party_id": "Kies de organisatie die eraan werkt",
    "check_on": "Vul een datum in",
    "handover_party_id": "Kies naar wie het gaat",
    "close_reason": "Kies waarom je de melding sluit",
    "tip": "Schrijf op wat de praktijk zelf nog kan doen",
    "message_reopen": "Schrijf op wat de melder moet weten",
    "explanation": "Schrijf op waarom de melding gesloten blijft",
}
