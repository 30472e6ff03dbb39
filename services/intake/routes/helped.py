"""*Dit helpt mij*: counted once for each browser, taken back with one press, and never the end of the road."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from services.intake.handlers.helping import find_answer, is_helped, note_help
from services.intake.routes.draft_cookie import CurrentDraft, Session
from services.intake.routes.known import NO_STORE, over_page
from services.intake.tables import KnownThing
from shared.contracts.likeness import KnownKind
from shared.web.pages import page, see_other

router = APIRouter()
GONE = "Dit staat er niet meer"


@router.get("/melden/geholpen/{code}")
async def show_helped(request: Request, code: str, draft: CurrentDraft, session: Session) -> Response:
    """What happens now; or, to who did not say so yet, the question whether this helps."""
    thing = await find_answer(session, code)
    if thing is None:
        return over_page(request, GONE)
    return page(
        request,
        "intake/known/helped.html",
        headers=NO_STORE,
        thing=thing,
        is_agreement=thing.kind == KnownKind.AGREEMENT,
        helped=await is_helped(session, _help_id(request, thing)),
        has_draft=draft is not None and draft.report_id is None,
    )


@router.post("/melden/geholpen/{code}")
async def say_helped(request: Request, code: str, session: Session) -> Response:
    """Count it, once."""
    return await _note(request, code, session, helped=True)


@router.post("/melden/geholpen/{code}/toch-niet")
async def take_back(request: Request, code: str, session: Session) -> Response:
    """Count it no more."""
    return await _note(request, code, session, helped=False)


async def _note(request: Request, code: str, session: Session, *, helped: bool) -> Response:
    thing = await find_answer(session, code)
    if thing is None:
        return over_page(request, GONE)
    await note_help(session, _help_id(request, thing), thing.id, helped=helped)
    return see_other(f"/melden/geholpen/{thing.key}")


def _help_id(request: Request, thing: KnownThing) -> UUID:
    known_as: UUID = request.state.visitor.known_as(f"helped by {thing.id}")
    return known_as
