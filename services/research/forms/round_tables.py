"""Meetings: what an invitation says, who comes, what was said."""

from datetime import date, time
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, EmailStr, Field, HttpUrl, model_validator

from services.research.domain.meeting import ANSWERS, Attendance
from services.research.forms.section import LINE, NOT_A_WEB_ADDRESS, NOT_AN_ADDRESS, SHORT, TEXT, SectionForm
from shared import clock
from shared.web.forms import Messages, field_fault
from shared.web.free_text import FreeText


def _with_colon(given: object) -> object:
    return given.replace(".", ":") if isinstance(given, str) else given


LocalTime = Annotated[time, BeforeValidator(_with_colon)]


class RoundTableForm(SectionForm):
    """A meeting: all that an invitation says."""

    subject: FreeText = Field(max_length=SHORT)
    day: date
    starts: LocalTime
    ends: LocalTime
    meeting_place: FreeText | None = Field(default=None, max_length=SHORT)
    meeting_url: Annotated[HttpUrl | None, Field(max_length=500)] = None
    agenda: FreeText | None = Field(default=None, max_length=TEXT)

    @model_validator(mode="after")
    def _takes_place(self) -> Self:
        for name in ("starts", "ends"):
            try:
                clock.moment_of(self.day, getattr(self, name))
            except ValueError:
                raise field_fault(name, "Deze tijd bestaat niet: de klok gaat dan een uur vooruit") from None
        if self.ends <= self.starts:
            raise field_fault("ends", "Het eind ligt voor het begin")
        if not (self.meeting_place or self.meeting_url):
            raise field_fault("meeting_place", "Vul in waar het is, of een link om mee te doen")
        return self

    def columns(self) -> dict[str, Any]:
        """What is stored of it."""
        return {
            "subject": self.subject,
            "starts_at": clock.moment_of(self.day, self.starts),
            "ends_at": clock.moment_of(self.day, self.ends),
            "place": self.meeting_place,
            "url": self.meeting_url and str(self.meeting_url),
            "agenda": self.agenda,
        }


class AttendeeForm(BaseModel):
    """Who is to be there: somebody of the stakeholders, or anybody else."""

    stakeholder_id: UUID | None = None
    attendee_name: str | None = Field(default=None, max_length=SHORT)
    attendee_organisation: FreeText | None = Field(default=None, max_length=SHORT)
    attendee_email: EmailStr | None = Field(default=None, max_length=254)

    @model_validator(mode="after")
    def _somebody(self) -> Self:
        if not (self.stakeholder_id or self.attendee_name):
            raise field_fault("stakeholder_id", "Kies iemand, of vul eronder een naam in")
        return self


class AttendanceForm(BaseModel):
    """Whether somebody comes, and whether they came."""

    attendance: Attendance


class AnswerForm(SectionForm):
    """What somebody who is invited says of themselves, of the `version` they saw; `words` is when they can."""

    answer: Attendance
    words: FreeText | None = Field(default=None, max_length=LINE)

    @model_validator(mode="after")
    def _their_own(self) -> Self:
        if self.answer not in ANSWERS:
            raise field_fault("answer", CHOOSE_ANSWER)
        return self


class MinutesForm(SectionForm):
    """What was said at the table."""

    minutes: FreeText = Field(max_length=8000)


class InviteForm(SectionForm):
    """Yes, these may go out; `version` is the one that was looked at."""


class CancelForm(BaseModel):
    """The meeting is off; why is for who was invited."""

    cancelled_because: FreeText | None = Field(default=None, max_length=LINE)


_TIME = "Dit is geen tijd. Schrijf hem zo: 14:30"
ROUND_TABLE: Messages = {
    "subject": {"missing": "Vul in waar het overleg over gaat"},
    "day": "Vul in op welke dag het is",
    "starts": {"missing": "Vul in hoe laat het begint", "*": _TIME},
    "ends": {"missing": "Vul in hoe laat het klaar is", "*": _TIME},
    "meeting_url": NOT_A_WEB_ADDRESS,
}
CHOOSE_ANSWER = "Kies of u komt"
ANSWER: Messages = {"answer": CHOOSE_ANSWER, "words": "Maak dit korter: hoogstens 300 tekens"}
NOBODY_CHOSEN = "Kies iemand uit de lijst"
ATTENDEE: Messages = {"stakeholder_id": NOBODY_CHOSEN, "attendee_email": NOT_AN_ADDRESS}
ATTENDANCE: Messages = {"attendance": "Kies of diegene komt"}
MINUTES: Messages = {"minutes": {"missing": "Schrijf op wat er besproken is"}}
