"""The same report by machine, after the NLGov REST API Design Rules 2.1."""

import hashlib
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from services.intake.forms import ReportForm
from services.intake.handlers import reporting
from services.intake.routes import api_known, api_privacy
from services.intake.routes.api_privacy import Hidden, counted, without_patients
from services.intake.routes.draft_cookie import Session
from shared.desk import desk
from shared.web.errors import Invalid
from shared.web.link_key import LinkKey
from shared.web.problems import Fault

VERSION = "1.0.0"
HEADERS = {"API-Version": VERSION}
router = APIRouter(prefix="/api/v1")


class ReceiptAnswer(BaseModel):
    """What comes back for a report."""

    kenmerk: str = Field(description="Het kenmerk van de melding.", examples=["RW-26-0418"])
    statusUrl: str = Field(description="De geheime link naar de statuspagina van deze melding.")  # noqa: N815
    ingediendOp: datetime = Field(description="Wanneer de melding binnenkwam, in UTC.")  # noqa: N815
    verborgen: list[Hidden] = Field(description="Wat we verborgen omdat het op gegevens van een patiënt lijkt.")


@router.post("/meldingen", status_code=201, response_model=ReceiptAnswer, summary="Dien een melding in")
async def submit(
    request: Request,
    form: ReportForm,
    session: Session,
    key: LinkKey,
    idempotency_key: Annotated[
        str | None, Header(max_length=200, description="Dezelfde sleutel met dezelfde melding maakt één melding.")
    ] = None,
) -> JSONResponse:
    """Neem een melding aan. Fouten komen terug als problem+json met alle foute velden.

    Wat op gegevens van een patiënt lijkt, verbergen we; dat wordt nergens bewaard. `verborgen` zegt hoeveel het was.
    """
    # From here on nothing knows what was hidden, the hash of the request neither: it could be guessed from that.
    form, hidden = await without_patients(request, form)
    if idempotency_key:
        content = hashlib.sha256(form.model_dump_json().encode()).digest()
        receipt = await reporting.submit_once(session, form, idempotency_key, content, key=key, hidden=counted(hidden))
    else:
        receipt = await reporting.submit_report(session, form, key=key, hidden=counted(hidden))
    if receipt is None:
        fault = Fault("Idempotency-Key", "Deze sleutel hoort al bij een andere melding")
        raise Invalid("Deze sleutel hoort al bij een andere melding.", faults=[fault])
    url = f"{request.app.state.settings.public_url}/melding/{receipt.link_token}"
    answer = ReceiptAnswer(kenmerk=receipt.reference, statusUrl=url, ingediendOp=receipt.submitted_at, verborgen=hidden)
    return JSONResponse(answer.model_dump(mode="json"), 201, headers=HEADERS | {"Location": url})


@router.get("/openapi.json", include_in_schema=False)
async def show_openapi(request: Request) -> JSONResponse:
    """The description of this API; open to everybody (API Design Rule /core/publish-openapi)."""
    described = _openapi(request.app.state.settings.public_url)
    return JSONResponse(described, headers=HEADERS | {"Access-Control-Allow-Origin": "*"})


def _openapi(public_url: str) -> dict[str, Any]:
    described = get_openapi(
        title=desk().name,
        version=VERSION,
        description="Meld vanuit je eigen systeem een regel of taak die de praktijk in de weg zit. "
        "Alleen tekst: bestanden toevoegen kan in het formulier op de website.",
        routes=[*router.routes, *api_known.router.routes, *api_privacy.router.routes],
        servers=[{"url": public_url}],
        contact={"name": desk().name, "url": public_url},
    )
    for path in described["paths"].values():
        for operation in path.values():
            operation["responses"].pop("422", None)
            operation["responses"]["400"] = _PROBLEM
    return described


_PROBLEM: dict[str, Any] = {
    "description": "De melding klopt niet; `fouten` noemt elk fout veld.",
    "content": {
        "application/problem+json": {
            "schema": {
                "type": "object",
                "required": ["status", "title", "detail"],
                "properties": {
                    "status": {"type": "integer"},
                    "title": {"type": "string"},
                    "detail": {"type": "string"},
                    "fouten": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "properties": {"veld": {"type": "string"}, "melding": {"type": "string"}},
                        },
                    },
                },
            }
        }
    },
}
