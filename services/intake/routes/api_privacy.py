"""What may tell who a patient is, for machines: to have a text looked through, and in a report that is sent."""

import asyncio
from collections import Counter
from typing import Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from services.intake.forms import ReportForm
from shared.contracts.vocabulary import Choice
from shared.privacy import screening
from shared.privacy.finding import Kind
from shared.web.errors import Invalid
from shared.web.faults import sentence_of
from shared.web.free_text import free_texts
from shared.web.problems import Fault

router = APIRouter(prefix="/api/v1")
LONGEST = 10_000


class Text(BaseModel):
    """A text to look through."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    tekst: str = Field(max_length=LONGEST, description="De tekst. We bewaren hem niet.")


class Seen(BaseModel):
    """A piece that may tell who a patient is."""

    begin: int = Field(description="Het eerste teken, geteld in Unicode-tekens vanaf 0.")
    eind: int = Field(description="Het eerste teken dat er niet meer bij hoort.")
    soort: str = Field(
        description="`name`, `bsn`, `birth_date`, `address`, `phone`, `email` of `patient_number`.", examples=["bsn"]
    )


class SeenAnswer(BaseModel):
    """Everything that was seen."""

    vondsten: list[Seen]


class Hidden(BaseModel):
    """How much of one kind was hidden in one field of a report."""

    veld: str
    soort: str
    aantal: int


@router.post("/privacycontrole", response_model=SeenAnswer, summary="Kijk of een tekst over een patiënt gaat")
async def look_through(request: Request, text: Text) -> SeenAnswer:
    """Zoek wat kan vertellen wie een patiënt is. De tekst wordt nergens bewaard."""
    found = await asyncio.to_thread(screening.find, text.tekst, await request.app.state.allowed_names.now())
    return SeenAnswer(vondsten=[Seen(begin=one.begin, eind=one.end, soort=one.kind.value) for one in found])


async def without_patients(request: Request, form: ReportForm) -> tuple[ReportForm, list[Hidden]]:
    """The report with everything hidden that was found. Raises Invalid when a text becomes too long by that."""
    fields = form.model_dump(by_alias=True)
    hidden: list[Hidden] = []
    allowed = await request.app.state.allowed_names.now()
    for name in free_texts(ReportForm):
        if fields[name]:
            fields[name], found = await asyncio.to_thread(screening.screened, fields[name], allowed)
            kinds = Counter(one.kind.value for one in found)
            hidden += [Hidden(veld=name, soort=kind, aantal=count) for kind, count in kinds.items()]
    return (_checked_again(fields), hidden) if hidden else (form, hidden)


def _checked_again(fields: dict[str, Any]) -> ReportForm:
    spoken = {name: _spoken(given) for name, given in fields.items()}
    try:
        return ReportForm.model_validate(spoken)
    except ValidationError as error:
        faults = [Fault(str(fault["loc"][0]), sentence_of(dict(fault))) for fault in error.errors()]
        raise Invalid(faults=faults) from None


def _spoken(given: Any) -> Any:
    if isinstance(given, list):
        return [_spoken(one) for one in given]
    return given.value if isinstance(given, Choice) else given


def counted(hidden: list[Hidden]) -> dict[Kind, int]:
    """How many pieces were hidden, by kind."""
    counts: Counter[Kind] = Counter()
    for one in hidden:
        counts[Kind.of(one.soort)] += one.aantal
    return dict(counts)
