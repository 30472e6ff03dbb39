"""What a practice fills in: the same fields, names and limits for the form and for machines."""

import re
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from email_validator import EmailNotValidError, validate_email
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
    model_validator,
)

from services.intake.forms.step import Step as Step
from services.intake.forms.team import HideForm as HideForm
from services.intake.forms.team import SplitForm as SplitForm
from shared.contracts.doubts import DoubtReason
from shared.contracts.vocabulary import (
    CheckAnswer,
    Choice,
    Frequency,
    ImposedBy,
    MailChoice,
    OwnAttempt,
    PatientEffect,
    Performer,
    ReporterRole,
    TakePart,
    WithdrawReason,
)
from shared.web.forms import field_fault
from shared.web.free_text import FREE_TEXT, FreeText

ADDRESS_AND_NONE = "Haal je e-mailadres weg, of haal het vinkje eronder weg"
NOTHING_YET_AND_MORE = "Kies ‘nog niets gedaan’ óf iets anders"


def _spoken(choice: type[Choice]) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "enum": [member.slug for member in choice]})


def _email(given: str) -> str:
    try:
        return validate_email(given, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError:
        raise ValueError("Vul een e-mailadres in, bijvoorbeeld naam@praktijk.nl") from None


def _phone(given: str) -> str:
    digits = re.sub(r"[\s().-]", "", given)
    digits = re.sub(r"^(\+|00)31", "0", digits)
    if not re.fullmatch(r"0\d{9}", digits):
        raise ValueError("Vul een telefoonnummer in met 10 cijfers")
    return digits


def _yes_or_no(given: object) -> object:
    return {"ja": True, "nee": False}.get(given, given) if isinstance(given, str) else given


Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Short = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000), FREE_TEXT]


class ProblemStep(Step):
    """Step 1: which rule or task is in the way."""

    title: FreeText = Field(alias="titel", min_length=1, max_length=90, description="Waar gaat het over?")
    story: FreeText = Field(alias="verhaal", min_length=20, max_length=2000, description="Wat gebeurt er precies?")
    imposed_by: Annotated[ImposedBy, _spoken(ImposedBy)] = Field(alias="vanWie")
    organisation: Annotated[str, StringConstraints(strip_whitespace=True, max_length=120), FREE_TEXT] | None = Field(
        default=None, alias="organisatie"
    )


class BurdenStep(Step):
    """Step 2: what it costs."""

    frequency: Annotated[Frequency, _spoken(Frequency)] = Field(alias="frequentie")
    minutes: int = Field(alias="minuten", ge=1, le=480, description="Minuten per keer.")
    performers: list[Annotated[Performer, _spoken(Performer)]] = Field(alias="uitvoerders", min_length=1)
    patient_effects: list[Annotated[PatientEffect, _spoken(PatientEffect)]] = Field(
        default_factory=list, alias="gevolgenPatient"
    )


class OwnActionStep(Step):
    """Step 3: what the practice did itself. Nothing yet is a fine answer."""

    own_attempts: list[Annotated[OwnAttempt, _spoken(OwnAttempt)]] = Field(alias="eigenStappen", min_length=1)
    own_attempt_result: Text | None = Field(default=None, alias="eigenStappenResultaat")
    wish: Text | None = Field(default=None, alias="wens")
    remind: Annotated[bool, BeforeValidator(_yes_or_no)] = Field(
        default=False, alias="herinnering", description="Herinner mij later; alleen bij ‘nog niets gedaan’."
    )
    take_part: Annotated[TakePart, _spoken(TakePart)] = Field(alias="meedenken")

    @model_validator(mode="after")
    def _nothing_means_nothing(self) -> Self:
        if OwnAttempt.NOTHING_YET in self.own_attempts and len(set(self.own_attempts)) > 1:
            raise field_fault("eigenStappen", NOTHING_YET_AND_MORE)
        return self


class ReporterStep(Step):
    """Step 4: who reports."""

    name: Line = Field(alias="naam")
    role: Annotated[ReporterRole, _spoken(ReporterRole)] = Field(alias="functie")
    practice: Line = Field(alias="praktijk")
    agb_code: Annotated[str, StringConstraints(pattern=r"^\d{8}$")] | None = Field(default=None, alias="agbCode")
    without_email: Annotated[bool, BeforeValidator(_yes_or_no)] = Field(
        default=False, alias="geenEmail", description="De melder wil geen mail, en volgt de melding met een code."
    )
    email: str | None = Field(
        default=None, alias="email", validate_default=True, description="Nodig, behalve met geenEmail."
    )
    phone: Annotated[str, AfterValidator(_phone)] | None = Field(default=None, alias="telefoon")
    may_share_name: Annotated[bool, BeforeValidator(_yes_or_no)] = Field(alias="naamDelen")

    @field_validator("email", mode="after")
    @classmethod
    def _an_address_or_none_on_purpose(cls, given: str | None, info: ValidationInfo) -> str | None:
        without = info.data.get("without_email", False)
        if given and without:
            raise field_fault("email", ADDRESS_AND_NONE)
        if given is None and without:
            return None
        return _email(given or "")


BOTH_OR_NEITHER = "Vul hoe vaak en hoeveel minuten allebei in, of geen van beide"


class JoinForm(Step):
    """*Ik ook*: another practice has the same; it tells who it is, and what it wants to add."""

    name: Line = Field(alias="naam")
    role: Annotated[ReporterRole, _spoken(ReporterRole)] = Field(alias="functie")
    practice: Line = Field(alias="praktijk")
    agb_code: Annotated[str, StringConstraints(pattern=r"^\d{8}$")] | None = Field(default=None, alias="agbCode")
    email: Annotated[str, AfterValidator(_email)] = Field(alias="email")
    frequency: Annotated[Frequency, _spoken(Frequency)] | None = Field(default=None, alias="frequentie")
    minutes: int | None = Field(default=None, alias="minuten", ge=1, le=480)
    story: Text | None = Field(default=None, alias="aanvulling")

    @model_validator(mode="after")
    def _estimate_is_whole(self) -> Self:
        if (self.frequency is None) != (self.minutes is None):
            raise field_fault("minuten" if self.minutes is None else "frequentie", BOTH_OR_NEITHER)
        return self


TELL_WHAT = "Schrijf kort op wat er niet werkt"


class DoubtForm(JoinForm):
    """*De afspraak werkt niet*: why an agreement does not work here; whoever means something else tells what."""

    reason: Annotated[DoubtReason, _spoken(DoubtReason)] = Field(alias="waarom")

    @model_validator(mode="after")
    def _something_else_is_told(self) -> Self:
        if self.reason is DoubtReason.OTHER and not self.story:
            raise field_fault("aanvulling", TELL_WHAT)
        return self


class ReportForm(ProblemStep, BurdenStep, OwnActionStep, ReporterStep):
    """A whole report."""


class CheckStep(Step):
    """Step 5: the reporter looked for patients' data."""

    checked: Annotated[Literal[True], BeforeValidator(_yes_or_no)] = Field(alias="gecontroleerd")


class FilesForm(Step):
    """What is said about the files of a draft: no patient is in them."""

    no_patient: Annotated[Literal[True], BeforeValidator(_yes_or_no)] = Field(alias="geenPatient")


class AnswerForm(Step):
    """The answer to a question of the team."""

    answer: Annotated[Text, StringConstraints(min_length=1)] = Field(alias="antwoord")


class AdditionForm(Step):
    """Something to add; `addition_id` was made with the page, so that pressing twice adds it once."""

    addition_id: UUID = Field(alias="aanvulling")
    text: Annotated[FreeText, StringConstraints(strip_whitespace=True, min_length=3, max_length=2000)] = Field(
        alias="toevoeging"
    )


class MailsForm(Step):
    """Which mails the reporter wants."""

    choice: MailChoice = Field(alias="mails")


class WithdrawForm(Step):
    """Why the reporter takes the report back."""

    reason: WithdrawReason = Field(alias="reden")


class MailCodeForm(Step):
    """A code that was mailed, as typed or pasted."""

    code: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)] = Field(
        alias="mailcode"
    )


class WithdrawCodeForm(WithdrawForm, MailCodeForm):
    """Both, once the code is there."""


class CheckForm(Step):
    """Whether it is really solved, with what still goes wrong."""

    answer: CheckAnswer = Field(alias="opgelost")
    text: Text | None = Field(default=None, alias="toelichting")


class ReopenForm(Step):
    """Why a closed report should be opened again."""

    reason: Annotated[Text, StringConstraints(min_length=3)] = Field(alias="reden")


class AddressForm(Step):
    """Where a link may go."""

    email: Annotated[str, AfterValidator(_email)] = Field(alias="email")


class CodeForm(Step):
    """The number of a report and the code that belongs to it."""

    reference: Annotated[str, StringConstraints(strip_whitespace=True, max_length=20)] = Field(alias="kenmerk")
    code: Annotated[str, StringConstraints(strip_whitespace=True, max_length=20)] = Field(alias="code")


class PracticeForm(BaseModel):
    """A practice of the region, for the list of the team; `revision` is the one that was looked at."""

    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)

    revision: int = 0
    agb_code: Annotated[str, StringConstraints(pattern=r"^\d{8}$")]
    name: Line
    place: Short | None = None
    region: Short | None = None

    @property
    def content(self) -> dict[str, Any]:
        """What is kept of it."""
        return self.model_dump(exclude={"revision"})


class PracticesForm(BaseModel):
    """A list of practices, copied from a spreadsheet; `skip`: bring in what is right although some lines are wrong."""

    lines: Annotated[str, StringConstraints(min_length=1, max_length=200_000)]
    skip: Annotated[bool, BeforeValidator(lambda given: given == "ja")] = False


class EraseForm(Step):
    """The reporter is sure."""

    sure: Annotated[Literal[True], BeforeValidator(_yes_or_no)] = Field(alias="zeker")


STEPS: tuple[type[Step], ...] = (ProblemStep, BurdenStep, OwnActionStep, ReporterStep, CheckStep)
