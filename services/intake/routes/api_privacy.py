"""A text looked through for what may tell who a patient is, for machines."""

import asyncio

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from shared.privacy import screening

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


@router.post("/privacycontrole", response_model=SeenAnswer, summary="Kijk of een tekst over een patiënt gaat")
async def look_through(text: Text) -> SeenAnswer:
    """Zoek wat kan vertellen wie een patiënt is. De tekst wordt nergens bewaard."""
    found = await asyncio.to_thread(screening.find, text.tekst)
    return SeenAnswer(vondsten=[Seen(begin=one.begin, eind=one.end, soort=one.kind.value) for one in found])
