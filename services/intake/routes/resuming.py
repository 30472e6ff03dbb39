"""Going on with a draft through a mailed link, in any browser. Opening the link changes nothing: a button does."""

import secrets

from fastapi import APIRouter, Request, Response

from services.intake import domain
from services.intake.forms import AddressForm
from services.intake.handlers import drafts, letters
from services.intake.messages import MESSAGES
from services.intake.repository import drafts as stored
from services.intake.routes.draft_cookie import CurrentDraft, Session, hand_over
from services.intake.routes.draft_fields import first_open_step, kept
from services.intake.routes.saving import mailed
from services.intake.routes.status_page import PRIVATE
from services.intake.tables import Draft
from shared.letters import Found, LetterKind
from shared.web.forms import fill
from shared.web.link_key import LinkKey
from shared.web.pages import page, see_other

router = APIRouter()


@router.get("/melden/verder")
async def ask_for_links(request: Request) -> Response:
    """The address that drafts were saved with."""
    return page(request, "intake/resume_by_address.html")


@router.post("/melden/verder")
async def mail_links(request: Request, session: Session, key: LinkKey) -> Response:
    """Have links mailed; the answer is the same whether or not there is anything to mail."""
    filled = await fill(request, AddressForm, MESSAGES)
    if filled.form is None:
        errors = filled.errors
        return page(request, "intake/resume_by_address.html", status=422, values=filled.values, errors=errors)
    await drafts.ask_for_links(session, filled.form.email, key=key)
    return see_other("/melden/verder/gevraagd")


@router.get("/melden/verder/gevraagd")
async def show_asked(request: Request) -> Response:
    """What to do now."""
    return page(request, "intake/links_asked.html")


@router.get("/melden/verder/{token}")
async def show_link(request: Request, token: str, draft: CurrentDraft, session: Session, key: LinkKey) -> Response:
    """What the link opens; or that it does not work any more, and the way on."""
    return await _link_page(request, token, draft, session, key)


@router.post("/melden/verder/{token}")
async def resume(request: Request, token: str, draft: CurrentDraft, session: Session, key: LinkKey) -> Response:
    """Use the link: the draft is in this browser from now on, and in no other."""
    secret = secrets.token_urlsafe(domain.LINK_BYTES)
    resumed = await drafts.resume(session, token, domain.link_hash(secret), key=key)
    if resumed is None:
        return await _link_page(request, token, draft, session, key)
    response = see_other(f"/melden/{first_open_step(resumed)}")
    hand_over(request, response, resumed.id, secret)
    return response


@router.post("/melden/verder/{token}/opnieuw")
async def mail_new_link(request: Request, token: str, draft: CurrentDraft, session: Session, key: LinkKey) -> Response:
    """Have a new link mailed to where this one went, as long as its draft is there."""
    found, letter = await letters.look(session, LetterKind.RESUME, token, key=key)
    if found is Found.UNKNOWN or letter is None or not await drafts.open_draft(session, letter.about_id):
        return await _link_page(request, token, draft, session, key)
    email = await drafts.ask_for_link_again(session, letter.about_id, key=key)
    return mailed(request, email) if email else await _link_page(request, token, draft, session, key)


async def _link_page(request: Request, token: str, here: Draft | None, session: Session, key: str) -> Response:
    found, letter = await letters.look(session, LetterKind.RESUME, token, key=key)
    draft = await stored.draft(session, letter.about_id) if letter and found is not Found.UNKNOWN else None
    if draft is None:
        return page(request, "intake/resume_dead.html", status=404, headers=PRIVATE, state="unknown")
    if draft.report_id:
        return page(request, "intake/resume_dead.html", status=410, headers=PRIVATE, state="sent")
    if found is not Found.LIVE:
        template, in_this_browser = "intake/resume_again.html", here is not None and here.id == draft.id
        return page(
            request, template, status=410, headers=PRIVATE, state=found.value, token=token, held=in_this_browser
        )
    other = here if here and here.id != draft.id and here.report_id is None else None
    return page(request, "intake/resume.html", headers=PRIVATE, token=token, saved_at=draft.saved_at,
                title_of_draft=kept(draft)["titel"], other=kept(other)["titel"] if other else None)  # fmt: skip
