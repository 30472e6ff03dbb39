"""The panel of a decision, filled in for who has not decided yet."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from services.triage.handlers.preparing import with_standard_text
from services.triage.routes.access import MayDecide, Session
from services.triage.routes.case import case_or_not_found, case_page
from shared.web.forms import posted

router = APIRouter()


@router.post("/team/triage/{report_id}/beslissing/tekst")
async def fill_in(request: Request, report_id: UUID, _member: MayDecide, session: Session) -> Response:
    """The case again, with all that was typed, and the standard text that was chosen. Nothing is stored."""
    case = await case_or_not_found(session, report_id)
    values = await with_standard_text(session, [case], await posted(request))
    # What somebody else changed meanwhile has to be seen first: nothing of the panel is swapped then.
    is_seen = values["version"] == str(case.version)
    return await case_page(request, session, case, values=values, status=200 if is_seen else 409)
