"""What is known already that a text may be about, for machines."""

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field

from services.intake.knowing.finding import LONGEST, find_known
from services.intake.routes.draft_cookie import Session
from shared.contracts.likeness import KnownKind
from shared.contracts.vocabulary import ImposedBy

router = APIRouter(prefix="/api/v1")
AT_MOST, PER_KIND = 10, 5
SOORT = {
    KnownKind.AGREEMENT: "afspraak",
    KnownKind.RESOURCE: "kennisbron",
    KnownKind.ITEM: "onderwerp",
    KnownKind.DOSSIER: "onderzoek",
    KnownKind.REPORT: "melding",
}


class Question(BaseModel):
    """A text somebody is about to report."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    tekst: str = Field(max_length=LONGEST, description="Waar het over gaat en wat er gebeurt. We bewaren het niet.")
    vanWie: ImposedBy | None = Field(default=None, description="Van wie de regel komt.")  # noqa: N815


class KnownAnswer(BaseModel):
    """Something that is known already."""

    soort: str = Field(
        description="`afspraak`, `kennisbron`, `onderwerp`, `onderzoek` of `melding`.", examples=["afspraak"]
    )
    kenmerk: str = Field(description="Hoe wij het noemen.", examples=["R02", "D-26-003", "RW-26-0418"])
    titel: str
    samenvatting: str
    praktijken: int = Field(description="Van hoeveel praktijken een melding hierbij hoort.")
    score: float = Field(description="Hoe sterk het lijkt, van 0 tot 1.")


class KnownAnswers(BaseModel):
    """What is known, what resembles the text most first; empty when nothing does."""

    resultaten: list[KnownAnswer]


@router.post("/al-bekend", response_model=KnownAnswers, summary="Zoek of iets al bekend is")
async def look_up(request: Request, question: Question, session: Session) -> KnownAnswers:
    """Zoek afspraken, onderzoeken en meldingen die op een tekst lijken. De tekst wordt nergens bewaard."""
    allowed = await request.app.state.allowed_names.now()
    found = await find_known(
        session, question.tekst, question.vanWie, allowed=allowed, per_kind=PER_KIND, limit=AT_MOST
    )
    return KnownAnswers(
        resultaten=[
            KnownAnswer(
                soort=SOORT[one.kind],
                kenmerk=one.key,
                titel=one.title,
                samenvatting=one.summary,
                praktijken=one.practices,
                score=one.score,
            )
            for one in found
        ]
    )
