"""*De afspraak werkt niet*: a short page that makes a report about a known agreement."""

from fastapi import APIRouter, Request, Response

from services.intake.forms import DoubtForm
from services.intake.handlers.doubting import doubt, find_agreement
from services.intake.messages import MESSAGES
from services.intake.routes.choices import CHOICES
from services.intake.routes.draft_cookie import CurrentDraft, Session
from services.intake.routes.joining import first_values, ordinary
from services.intake.routes.known import NO_STORE
from services.intake.tables import KnownThing
from shared.ids import new_id
from shared.web.forms import Values, fill
from shared.web.link_key import LinkKey
from shared.web.pages import page, see_other

router = APIRouter()
OVER_TITLE = "Deze afspraak staat er niet meer"
OVER = "Deze afspraak staat er niet meer. Je kunt hier melden waar je last van hebt. Wat je al schreef, staat er nog."


@router.get("/melden/werkt-niet/{code}")
async def show_doubt(request: Request, code: str, draft: CurrentDraft, session: Session) -> Response:
    """Which agreement, why it does not work, and who says so."""
    agreement = await find_agreement(session, code)
    if agreement is None:
        return page(request, "intake/known/over.html", status=410, title=OVER_TITLE)
    return _doubt_page(request, agreement, first_values(draft))


@router.post("/melden/werkt-niet/{code}")
async def doubt_it(request: Request, code: str, draft: CurrentDraft, session: Session, key: LinkKey) -> Response:
    """Make the report. The agreement may be gone since the page was opened: then it becomes an ordinary one."""
    filled = await fill(request, DoubtForm, MESSAGES)
    agreement = await find_agreement(session, code)
    if agreement is None:
        return await ordinary(request, draft, session, filled.values, OVER)
    if filled.form is None:
        return _doubt_page(request, agreement, filled.values, filled.errors)
    token = await doubt(session, agreement, filled.form, filled.values["formulier"] or str(new_id()), key=key)
    return see_other(f"/melding/{token}/bevestiging" if token else f"/melden/werkt-niet/{agreement.key}")


def _doubt_page(
    request: Request, agreement: KnownThing, values: Values, errors: dict[str, str] | None = None
) -> Response:
    return page(
        request,
        "intake/known/doubt.html",
        status=422 if errors else 200,
        headers=NO_STORE,
        thing=agreement,
        values=values,
        errors=errors or {},
        choices=CHOICES,
    )
