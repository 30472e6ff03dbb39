"""Bringing an agreement to the knowledge base, after somebody looked at what practices will read."""

from collections import Counter
from functools import partial
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.research import forms
from services.research.domain import Section
from services.research.forms import PublishForm
from services.research.handlers import publishing
from services.research.kinds import KINDS, Part
from services.research.reading.dossier import entry_of
from services.research.reading.rows import rows_of
from services.research.repository import linked_reports
from services.research.routes.access import Researcher, Session
from services.research.routes.saving import Typed, saved
from services.research.routes.showing import Refused
from services.research.tables import Agreement, Dossier
from shared.contracts.vocabulary import ImposedBy
from shared.themes.theme import offered
from shared.web.errors import NotFound
from shared.web.forms import values_of
from shared.web.pages import page

router = APIRouter(prefix="/team/dossiers/{reference}/afspraken/{entry_id}/publiceren", include_in_schema=False)

PUBLISH = Typed(Section.AGREEMENT, PublishForm, forms.PUBLISH)
SAID = "De afspraak gaat naar de kennisbank. De redactie kijkt hem na, daarna kan iedereen hem lezen."
GONE = "Deze afspraak staat niet (meer) in het dossier."


@router.get("")
async def look(request: Request, session: Session, _member: Researcher, reference: str, entry_id: UUID) -> HTMLResponse:
    """What practices will read."""
    return await _show(request, session, reference, entry_id)


@router.post("")
async def publish(request: Request, session: Session, member: Researcher, reference: str, entry_id: UUID) -> Response:
    """Bring it to the knowledge base; a second press says nothing."""
    save = partial(publishing.publish, session, reference, entry_id, who=member.name)
    again = partial(_show, request, session, reference, entry_id)
    return await saved(request, PUBLISH, save, again, (f"/team/dossiers/{reference}#afspraken", SAID))


async def _show(
    request: Request, session: AsyncSession, reference: str, entry_id: UUID, refusal: Refused | None = None
) -> HTMLResponse:
    found = await entry_of(session, reference, KINDS[Part.AGREEMENTS], entry_id)
    dossier, agreement = found or (None, None)
    if dossier is None or not isinstance(agreement, Agreement):
        raise NotFound(GONE)
    first = values_of(await _first_words(session, dossier, agreement))
    keeps_version = refusal is not None and not refusal.changed_by
    return page(
        request,
        "research/publish.html",
        status=refusal.status if refusal else 200,
        dossier=dossier,
        agreement=agreement,
        rows=rows_of(agreement, {}),
        changed_by=refusal.changed_by if refusal else "",
        version=refusal.values["version"] if refusal and keeps_version else agreement.version,
        values=refusal.values.over(first) if refusal else first,
        errors=refusal.errors if refusal else {},
        choices={"public_imposed_by": ImposedBy, "public_theme": offered(agreement.public_theme, dossier.theme)},
    )


async def _first_words(session: AsyncSession, dossier: Dossier, agreement: Agreement) -> dict[str, Any]:
    """As it was published before, or else what the dossier says."""
    reports = await linked_reports.under(session, dossier.id)
    origins = Counter(report.imposed_by for report, _ in reports)
    return {
        "public_title": agreement.public_title or dossier.title,
        "public_question": agreement.public_question or dossier.context_what or dossier.question,
        "public_imposed_by": agreement.public_imposed_by or [origin for origin, _ in origins.most_common(1)],
        "public_theme": agreement.public_theme or dossier.theme,
    }
