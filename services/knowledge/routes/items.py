"""What is already agreed: for everybody, and with drafts for the team."""

import asyncio
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from services.knowledge import handlers, reading
from services.knowledge.forms import MESSAGES, CheckForm
from services.knowledge.letters import TYPE, document
from services.knowledge.routes.access import MAY_EDIT, Editor, Number, Session
from services.knowledge.usefulness import usefulness_of
from shared.staff.member import Member
from shared.staff.permissions import Permission
from shared.staff.signed_in import current_member
from shared.web.errors import Invalid, NotFound
from shared.web.forms import fill, values_of
from shared.web.pages import page, see_other_saying

router = APIRouter()
NO_SUCH_ITEM = "Dit onderwerp bestaat niet, of het is nog niet openbaar. Zoek hieronder wat je nodig hebt."
NO_SUCH_LETTER = "Deze brief bestaat niet, of hij klopt niet meer. Zoek hieronder wat er is afgesproken."
CHECKED = "Je controle is opgeslagen."
WITHDRAWN = "De controle is teruggenomen."
CHANGED = "Iemand heeft dit onderwerp net aangepast. Lees het nog een keer."


async def reader(request: Request, session: Session) -> Member | None:
    """The member who reads, or None for everybody else: these pages are open to all."""
    member = await current_member(request, session)
    if member is not None:
        request.state.member = member
    return member


Reader = Annotated[Member | None, Depends(reader)]


@router.get("/kennis")
async def items(
    request: Request, session: Session, member: Reader, q: str = "", van: str = "", pagina: Number = 1
) -> HTMLResponse:
    """The list of known items: searched, filtered, counted, a page at a time."""
    asked = reading.wanted(q, van, drafts=_sees_drafts(request, member), number=pagina)
    return page(
        request,
        "knowledge/items.html",
        overview=await reading.overview(session, asked),
        asked=asked,
        values=values_of({"q": q, "van": asked.imposed_by}),
        numbered=f"/kennis?{urlencode({'q': q, 'van': asked.imposed_by})}&pagina=",
    )


@router.get("/kennis/{code}")
async def item(request: Request, session: Session, member: Reader, code: str) -> HTMLResponse:
    """One known item. Raises NotFound when it is not there or not for this reader."""
    found = await reading.item_with_sources(session, code, drafts=_sees_drafts(request, member))
    if found is None:
        raise NotFound(NO_SUCH_ITEM, title="Dit onderwerp kennen we niet")
    shown, sources = found
    may_check = member is not None and member.may(Permission.EDIT_KNOWLEDGE)
    usefulness = await usefulness_of(session, shown.item.id)
    return page(
        request, "knowledge/item.html", shown=shown, sources=sources, may_check=may_check, usefulness=usefulness
    )


@router.get("/kennis/{code}/brief.docx")
async def letter(request: Request, session: Session, member: Reader, code: str) -> Response:
    """The example letter of an item, as a Word document. Raises NotFound."""
    found = await reading.item_with_sources(session, code, drafts=_sees_drafts(request, member))
    if found is None or found[0].letter is None:
        raise NotFound(NO_SUCH_LETTER, title="Deze brief hebben we niet")
    shown, _ = found
    content = await asyncio.to_thread(document, shown.letter, f"Voorbeeldbrief: {shown.item.title}")
    saved_as = f'attachment; filename="voorbeeldbrief-{shown.item.code}.docx"'
    return Response(content, media_type=TYPE, headers={"Content-Disposition": saved_as})


@router.post("/team/kennis/{code}/gecontroleerd")
async def mark_checked(request: Request, session: Session, member: Editor, code: str) -> Response:
    """Record that the member checked the item at its source today."""
    revision = await _revision(request)
    try:
        await handlers.mark_checked(session, code, revision, member.name, demo=_demo(request))
    except handlers.UnknownItem:
        raise NotFound(NO_SUCH_ITEM) from None
    except handlers.ItemChanged:
        return see_other_saying(request, f"/kennis/{code}", CHANGED)
    return see_other_saying(request, f"/kennis/{code}", CHECKED)


@router.post("/team/kennis/{code}/niet-gecontroleerd", dependencies=[Depends(MAY_EDIT)])
async def withdraw_check(request: Request, session: Session, code: str) -> Response:
    """Take the check of an item back."""
    revision = await _revision(request)
    try:
        await handlers.withdraw_check(session, code, revision, demo=_demo(request))
    except handlers.UnknownItem:
        raise NotFound(NO_SUCH_ITEM) from None
    except handlers.ItemChanged:
        return see_other_saying(request, f"/kennis/{code}", CHANGED)
    return see_other_saying(request, f"/kennis/{code}", WITHDRAWN)


async def _revision(request: Request) -> int:
    filled = await fill(request, CheckForm, MESSAGES)
    if filled.form is None:
        raise Invalid()
    return filled.form.revision


def _sees_drafts(request: Request, member: Member | None) -> bool:
    return _demo(request) or (member is not None and member.may(Permission.READ))


def _demo(request: Request) -> bool:
    demo: bool = request.app.state.settings.demo
    return demo
