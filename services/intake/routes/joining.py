"""*Ik ook*: a short page that makes a report of its own, joined to what is known already."""

from fastapi import APIRouter, Request, Response

from services.intake.forms import JoinForm
from services.intake.handlers.joining import find_joinable, join
from services.intake.messages import MESSAGES
from services.intake.routes.choices import CHOICES
from services.intake.routes.draft_cookie import CurrentDraft, Session, start_draft
from services.intake.routes.known import NO_STORE
from services.intake.tables import Draft, KnownThing
from shared.ids import new_id
from shared.web.forms import Values, fill, values_of
from shared.web.link_key import LinkKey
from shared.web.pages import page, see_other, see_other_saying

router = APIRouter()
OVER_TITLE = "Dit onderwerp loopt niet meer"
OVER = (
    "Dit onderwerp is intussen afgerond of weggehaald. Je kunt het hier zelf melden. Wat je al schreef, staat er nog."
)
# What was filled in for a report and is not asked again.
FROM_DRAFT = ("naam", "functie", "praktijk", "agbCode", "email", "frequentie", "minuten")


@router.get("/melden/ik-ook/{number}")
async def show_join(request: Request, number: str, draft: CurrentDraft, session: Session) -> Response:
    """What is joined, and who joins."""
    thing = await find_joinable(session, number)
    if thing is None:
        return page(request, "intake/known/over.html", status=410, title=OVER_TITLE)
    return _join_page(request, thing, first_values(draft))


@router.post("/melden/ik-ook/{number}")
async def join_it(request: Request, number: str, draft: CurrentDraft, session: Session, key: LinkKey) -> Response:
    """Make the report. What was joined may be over since the page was opened: then it becomes an ordinary one."""
    filled = await fill(request, JoinForm, MESSAGES)
    thing = await find_joinable(session, number)
    if thing is None:
        return await ordinary(request, draft, session, filled.values, OVER)
    if filled.form is None:
        return _join_page(request, thing, filled.values, filled.errors)
    joined = await join(session, thing, filled.form, filled.values["formulier"] or str(new_id()), key=key)
    return see_other(f"/melding/{joined.link_token}/bevestiging" if joined else f"/melden/ik-ook/{number}")


async def ordinary(request: Request, draft: Draft | None, session: Session, typed: Values, why: str) -> Response:
    """On to the form of an ordinary report with what was typed; `why` is said there."""
    response = see_other_saying(request, "/melden/1", why)
    if draft is None:
        fields = {name: typed.all(name) for name in FROM_DRAFT}
        await start_draft(request, session, response, fields | {"verhaal": typed.all("aanvulling")})
    return response


def first_values(draft: Draft | None) -> Values:
    """What a short page starts with: the answers of the draft in this browser, and a name for the form."""
    known = Values(draft.fields if draft and not draft.report_id else {})
    kept = Values({name: known.all(name) for name in FROM_DRAFT} | {"aanvulling": known.all("verhaal")})
    return values_of({"formulier": str(new_id())}).over(kept)


def _join_page(request: Request, thing: KnownThing, values: Values, errors: dict[str, str] | None = None) -> Response:
    return page(
        request,
        "intake/known/join.html",
        status=422 if errors else 200,
        headers=NO_STORE,
        thing=thing,
        values=values,
        errors=errors or {},
        choices=CHOICES,
    )
