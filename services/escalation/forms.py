"""What the team types about a handover, with the sentence for each thing that can be wrong."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, EmailStr, Field, model_validator

from services.escalation.domain import Category
from shared import clock
from shared.contracts.vocabulary import HandoverAnswer
from shared.web.forms import Messages, field_fault
from shared.web.free_text import FreeText

SHORT, LINE, TEXT = 120, 300, 4000
# A box that must be ticked; browsers send "ja".
Ticked = Annotated[Literal[True], BeforeValidator(lambda given: given in (True, "ja"))]


class PackageForm(BaseModel):
    """The package; a draft may have gaps, only the title may not."""

    version: int = Field(default=0, ge=0)
    title: FreeText = Field(max_length=SHORT)
    category: Category | None = None
    asked_text: FreeText | None = Field(default=None, max_length=TEXT)
    asked_by: FreeText | None = Field(default=None, max_length=LINE)
    recorded_text: FreeText | None = Field(default=None, max_length=TEXT)
    contradiction: FreeText | None = Field(default=None, max_length=TEXT)
    tried: FreeText | None = Field(default=None, max_length=TEXT)
    wanted: FreeText | None = Field(default=None, max_length=TEXT)
    contact_name: str | None = Field(default=None, max_length=SHORT)
    contact_email: EmailStr | None = Field(default=None, max_length=254)


class SendForm(BaseModel):
    """Yes, this may go out. Both boxes are ticked by the person who sends."""

    version: int = Field(ge=0)
    no_names: Ticked
    read_through: Ticked


class ResendForm(BaseModel):
    """The same package once more, perhaps to a better address."""

    contact_name: str = Field(max_length=SHORT)
    contact_email: EmailStr = Field(max_length=254)


class AnswerForm(BaseModel):
    """What the body said."""

    answer: HandoverAnswer
    received_on: date
    public_text: FreeText = Field(max_length=2000)

    @model_validator(mode="after")
    def _not_in_the_future(self) -> Self:
        if self.received_on > clock.today():
            raise field_fault("received_on", "Deze dag moet nog komen. Vul in wanneer het antwoord kwam")
        return self


class CloseForm(BaseModel):
    """Why nothing more has to be done."""

    close_reason: FreeText = Field(max_length=LINE)


_EMAIL = "Dit is geen e-mailadres. Een adres ziet er zo uit: naam@organisatie.nl"
PACKAGE: Messages = {
    "title": {"missing": "Vul in waar het over gaat"},
    "category": "Kies wat voor soort probleem het is",
    "contact_email": _EMAIL,
}
SEND: Messages = {
    "no_names": "Kijk eerst na of er geen namen in staan",
    "read_through": "Lees eerst de hele mail na",
}
RESEND: Messages = {
    "contact_name": {"missing": "Vul in aan wie dit gaat"},
    "contact_email": {"missing": "Vul het e-mailadres in", "*": _EMAIL},
}
ANSWER: Messages = {
    "answer": "Kies wat de organisatie zegt",
    "received_on": "Vul in wanneer het antwoord kwam",
    "public_text": {"missing": "Schrijf op wat de organisatie antwoordt"},
}
CLOSE: Messages = {"close_reason": {"missing": "Vul in waarom dit klaar is"}}
