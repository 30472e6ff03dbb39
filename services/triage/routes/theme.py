"""What a case is about, chosen by the team."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from services.triage.forms import MESSAGES, ThemeForm
from services.triage.handlers.theming import choose_theme
from services.triage.routes.access import MayDecide, Session
from services.triage.routes.queue import QUEUE
from shared.web.forms import check_typed, posted
from shared.web.pages import see_other_saying

router = APIRouter()


@router.post("/team/triage/{report_id}/thema")
async def choose(request: Request, report_id: UUID, member: MayDecide, session: Session) -> Response:
    """Keep the theme that a member chose, unless somebody else chose one just now."""
    filled = await check_typed(request, await posted(request), ThemeForm, MESSAGES)
    said = "Kies een thema uit de lijst."
    if filled.form is not None:
        other = await choose_theme(session, report_id, filled.form.theme, filled.form.theme_seen, member.name)
        said = f"Een collega koos net een ander thema: {other.label}. Kijk of dat klopt." if other else "Opgeslagen."
    return see_other_saying(request, f"{QUEUE}/{report_id}", said)
