"""Writing the package, looking at the mail, sending it, and sending it once more."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.escalation import forms
from services.escalation.domain import Category, ChangedMeanwhile, MoveRefused
from services.escalation.forms import PackageForm, ResendForm, SendForm
from services.escalation.handlers import sending
from services.escalation.handlers.sending import Incomplete
from services.escalation.reading.handover import HandoverPage, handover_page
from services.escalation.routes.access import (
    UNKNOWN,
    Researcher,
    Sender,
    Session,
    mail_from,
    not_found_when_unknown,
)
from services.escalation.routes.showing import show, typed_over
from shared.web.errors import NotFound
from shared.web.forms import Filled, fill
from shared.web.pages import page, see_other, see_other_saying

router = APIRouter(prefix="/team/doorzetten/{reference}", include_in_schema=False)

ALREADY_SENT = "Dit dossier is al verstuurd. Er is niets nog een keer verstuurd."
NOT_A_DRAFT = "Dit dossier is al verstuurd of gesloten. De tekst kan niet meer veranderen."
NOT_FAILED = "De mail is al (opnieuw) verstuurd. Er is niets nog een keer verstuurd."


@router.get("/tekst")
async def edit(
    request: Request, session: Session, _member: Researcher, reference: str, verhaal: bool = False
) -> Response:
    """The form of the package; with `verhaal` the practice's story is put in a field, not saved yet."""
    found = await _found(request, session, reference)
    if not found.is_draft:
        return see_other_saying(request, f"/team/doorzetten/{reference}", NOT_A_DRAFT)
    story = found.report.story if verhaal and found.report else None
    return _edit_page(request, found, story=story)


@router.post("/tekst")
async def save(request: Request, session: Session, member: Researcher, reference: str) -> Response:
    """Save the package."""
    filled = await fill(request, PackageForm, forms.PACKAGE)
    if filled.form is None:
        return _edit_page(request, await _found(request, session, reference), refused=filled)
    try:
        with not_found_when_unknown():
            await sending.save_package(session, reference, filled.form, member.name)
    except ChangedMeanwhile as change:
        found = await _found(request, session, reference)
        return _edit_page(request, found, refused=filled, changed_by=change.by)
    except MoveRefused:
        return see_other_saying(request, f"/team/doorzetten/{reference}", NOT_A_DRAFT)
    return see_other_saying(request, f"/team/doorzetten/{reference}", "De tekst is opgeslagen.")


@router.get("/versturen")
async def look(request: Request, session: Session, _member: Sender, reference: str) -> Response:
    """The mail as it will go out, with the last checks."""
    found = await _found(request, session, reference)
    if not (found.is_draft and found.is_complete):
        return see_other(f"/team/doorzetten/{reference}")
    return _look_page(request, found)


@router.post("/versturen")
async def send(request: Request, session: Session, member: Sender, reference: str) -> Response:
    """Send it; a second press sends nothing."""
    filled = await fill(request, SendForm, forms.SEND)
    if filled.form is None:
        return _look_page(request, await _found(request, session, reference), filled)
    try:
        with not_found_when_unknown():
            await sending.send(session, reference, filled.form, member.name, mail_from(request))
    except ChangedMeanwhile as change:
        said = f"{change.by} paste de tekst net aan. Lees hem nog een keer."
        return see_other_saying(request, f"/team/doorzetten/{reference}/versturen", said)
    except Incomplete:
        return see_other(f"/team/doorzetten/{reference}")
    except MoveRefused:
        return see_other_saying(request, f"/team/doorzetten/{reference}", ALREADY_SENT)
    return see_other_saying(request, f"/team/doorzetten/{reference}", "Het dossier wordt verstuurd.")


@router.post("/opnieuw")
async def send_again(request: Request, session: Session, member: Sender, reference: str) -> Response:
    """Mail the same package once more, after a failure."""
    filled = await fill(request, ResendForm, forms.RESEND)
    if filled.form is None:
        return await show(request, session, member, reference, filled)
    try:
        with not_found_when_unknown():
            await sending.send_again(session, reference, filled.form, member.name)
    except MoveRefused:
        return see_other_saying(request, f"/team/doorzetten/{reference}", NOT_FAILED)
    return see_other_saying(request, f"/team/doorzetten/{reference}", "De mail wordt opnieuw verstuurd.")


async def _found(request: Request, session: AsyncSession, reference: str) -> HandoverPage:
    found = await handover_page(session, reference, mail_from(request))
    if found is None:
        raise NotFound(UNKNOWN)
    return found


def _edit_page(
    request: Request,
    found: HandoverPage,
    *,
    refused: Filled[PackageForm] | None = None,
    changed_by: str = "",
    story: str | None = None,
) -> HTMLResponse:
    known = found.handover.model_dump()
    changed = f"{changed_by} paste dit net aan. Bekijk het verschil." if changed_by else ""
    return page(
        request,
        "escalation/package.html",
        status=409 if changed else 422 if refused else 200,
        page=found,
        handover=found.handover,
        changed=changed,
        story=story,
        version=refused.values["version"] if refused and not changed else found.handover.version,
        values=typed_over({**known, "asked_text": story} if story else known, refused),
        errors={"form": changed} if changed else refused.errors if refused else {},
        categories=Category,
    )


def _look_page(request: Request, found: HandoverPage, refused: Filled[SendForm] | None = None) -> HTMLResponse:
    return page(
        request,
        "escalation/send.html",
        status=422 if refused else 200,
        page=found,
        handover=found.handover,
        values=typed_over({}, refused),
        errors=refused.errors if refused else {},
    )
