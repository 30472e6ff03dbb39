"""Shows a member the mail of a decision before it is taken."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifier.handlers import previewing
from shared.staff.permissions import Permission
from shared.staff.signed_in import allow
from shared.web.forms import posted
from shared.web.pages import page, partial
from shared.web.sessions import session_of

router = APIRouter()

Session = Annotated[AsyncSession, Depends(session_of("notifier"), scope="function")]


@router.post("/team/berichten/voorbeeld", dependencies=[Depends(allow("notifier", Permission.DECIDE))])
async def show_preview(request: Request, session: Session) -> HTMLResponse:
    """The mail of the decision in the form: a fragment for htmx, else a page from which it can be saved."""
    values = await posted(request)
    shown = await previewing.preview(session, values, request.app.state.settings.public_url)
    template = "notifier/preview.html" if partial(request) else "notifier/preview_page.html"
    report_id = previewing.report_id_in(values)
    return page(request, template, preview=shown, values=values, report_id=report_id)
