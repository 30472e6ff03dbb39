"""Handovers with certain words."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.escalation.domain import HandoverState
from services.escalation.repository import handovers
from services.escalation.routes.access import Reader, Session
from services.escalation.tables import Handover
from shared.web.pages import see_other
from shared.web.search import HANDOVERS, SEARCH, Found, Searched, results

router = APIRouter(include_in_schema=False)


@router.get(f"{SEARCH}/{HANDOVERS.code}")
async def find_handovers(request: Request, session: Session, _member: Reader, asked: Searched) -> Response:
    """The last changed first; with a reference straight to the handover."""
    reference = HANDOVERS.reference(asked.words)
    if reference and await handovers.by_reference(session, reference):
        return see_other(f"/team/doorzetten/{reference}")
    found, total = await handovers.with_words(session, asked) if asked.enough else ([], 0)
    return results(request, HANDOVERS, asked, [_found(one) for one in found], total)


def _found(handover: Handover) -> Found:
    about = (HandoverState.parse(handover.state).label, handover.party_name)
    return Found(
        f"/team/doorzetten/{handover.reference}", handover.title, handover.wanted or "", handover.reference, about
    )
