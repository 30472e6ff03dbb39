"""A report being written is saved while somebody types, and a link to it mailed to whoever wants to go on later."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from services.intake import domain
from services.intake.forms import STEPS, AddressForm
from services.intake.handlers import drafts
from services.intake.messages import MESSAGES
from services.intake.repository import letters
from services.intake.routes import sheets
from services.intake.routes.draft_cookie import CurrentDraft, Session, leave_draft, start_draft
from services.intake.routes.draft_fields import LAST, kept, own
from services.intake.routes.lost import lost
from services.intake.routes.screened_draft import declared_in
from services.intake.tables import Draft
from shared import clock
from shared.letters import LetterKind
from shared.privacy.unfinished import finished
from shared.web.forms import Values, fill, posted
from shared.web.free_text import free_texts
from shared.web.link_key import LinkKey
from shared.web.pages import page, see_other, see_other_saying
from shared.web.screening import without_patients

router = APIRouter()
Typed = Annotated[int, Path(ge=1, lt=LAST)]
# From any step a draft that was sent leads to its confirmation.
SENT = "/melden/1"
LEFT = "Je concept staat niet meer in deze browser. Met de link in je mail ga je verder."


@router.post("/melden/{number}/bewaar")
async def save_while_typing(
    request: Request, number: Typed, draft: CurrentDraft, session: Session, klaar: str = ""
) -> Response:
    """Keep a step as it is now: a fragment that says so. What may tell who a patient is, is not kept, nor what may
    become that while it is typed. `klaar`: whoever typed left the field, so that nothing grows any more.
    """
    typed = await posted(request)
    if draft and draft.report_id:
        return _saved(request, "sent")
    if draft is None and number > 1:
        return _saved(request, "moved" if request.state.moved_draft else "lost")
    if sheets.is_newer(draft, number, typed[sheets.FIELD]):
        return _saved(request, "newer")
    screened = await without_patients(request, typed, STEPS[number - 1], declared=declared_in(draft))
    seen = own(number, screened.values)
    fields = seen if klaar else _finished(number, seen, draft)
    response = _saved(request, "hidden" if screened.hidden else "saved" if fields == seen else "typing")
    fields |= sheets.noted(number, typed[sheets.FIELD])
    if draft and not await drafts.save_while_typing(session, draft, fields):
        return _saved(request, "newer")
    if draft is None and any(text for given in seen.values() for text in given):
        await start_draft(request, session, response, fields)
    return response


def _finished(number: int, typed: dict[str, list[str]], draft: Draft | None) -> dict[str, list[str]]:
    return typed | {
        name: [finished(text, kept(draft)[name]) for text in typed[name]] for name in free_texts(STEPS[number - 1])
    }


def _saved(request: Request, state: str) -> Response:
    return page(request, "intake/saved.html", state=state, saved_at=clock.now())


@router.get("/melden/bewaren")
async def ask_for_address(request: Request, draft: CurrentDraft) -> Response:
    """Where the link to this draft may go."""
    if draft is None:
        return lost(request)
    if draft.report_id:
        return see_other(SENT)
    return _address_page(request, Values({"email": draft.fields.get("email", [])}))


@router.post("/melden/bewaren")
async def mail_link(request: Request, draft: CurrentDraft, session: Session, key: LinkKey) -> Response:
    """Have the link mailed."""
    if draft is None:
        return lost(request)
    if draft.report_id:
        return see_other(SENT)
    filled = await fill(request, AddressForm, MESSAGES)
    if filled.form is None:
        return _address_page(request, filled.values, filled.errors)
    await drafts.ask_for_link(session, draft, filled.form.email, key=key)
    return see_other(f"/melden/bewaard?stap={_step(request)}")


def _address_page(request: Request, values: Values, errors: dict[str, str] | None = None) -> Response:
    faults = errors or {}
    status = 422 if faults else 200
    return page(request, "intake/save.html", status=status, values=values, errors=faults, step=_step(request))


def _step(request: Request) -> int:
    given = request.query_params.get("stap", "")
    return int(given) if given in "12345" and len(given) == 1 else 1


@router.get("/melden/bewaard")
async def show_saved(request: Request, draft: CurrentDraft, session: Session) -> Response:
    """The link is on its way; what happens with the draft here."""
    letter = await letters.newest(session, LetterKind.RESUME.value, draft.id) if draft else None
    if letter is None or letter.email is None:
        return see_other("/melden")
    return page(request, "intake/link_mailed.html", email=domain.masked_email(letter.email), step=_step(request))


@router.post("/melden/weg")
async def leave(request: Request) -> Response:
    """Take the draft out of this browser; the mailed link still opens it."""
    response = see_other_saying(request, "/melden", LEFT)
    leave_draft(request, response)
    return response


@router.post("/melden/hierheen")
async def mail_link_again(request: Request, _: CurrentDraft, session: Session, key: LinkKey) -> Response:
    """Somebody went on in another browser and wants to go on in this one: by a link, as any other browser."""
    moved = request.state.moved_draft
    email = await drafts.ask_for_link_again(session, moved.id, key=key) if moved else None
    return mailed(request, email) if email else lost(request)


def mailed(request: Request, email: str) -> Response:
    """The page that says that a new link is on its way."""
    return page(request, "intake/link_mailed_again.html", email=domain.masked_email(email))
