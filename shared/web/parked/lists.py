"""What is parked at one service, what was dropped there, and what was done with all of it."""

from enum import StrEnum
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from shared.dutch import count_text
from shared.messaging import parked
from shared.messaging.parked import log, reading
from shared.messaging.parked.reading import Cause
from shared.paging import Page
from shared.web.forms import posted
from shared.web.navigation import MenuItem
from shared.web.pages import page, see_other_saying
from shared.web.parked import words
from shared.web.parked.access import Administrator, Place, Session

router = APIRouter()
LONGEST_REASON = 1000

Number = Annotated[int, Query(ge=1, le=100_000)]
Chosen = Annotated[str, Query(max_length=LONGEST_REASON)]


class Tab(StrEnum):
    """The lists there are, as the address names them."""

    PARKED = "geparkeerd"
    DROPPED = "weggegooid"
    LOG = "logboek"


@router.get("")
async def show_parked(
    request: Request,
    _member: Administrator,
    session: Session,
    place: Place,
    ontvanger: Chosen = "",
    reden: Chosen = "",
    pagina: Number = 1,
) -> Response:
    """One page of what is parked, oldest first."""
    cause = Cause(ontvanger, reden)
    rows, total = await reading.page_of(session, cause, pagina), await reading.count(session, cause)
    consumers, reasons = words.options(await reading.causes(session))
    chosen = urlencode({name: value for name, value in (("ontvanger", ontvanger), ("reden", reden)) if value})
    return page(
        request,
        "parked/list.html",
        listed=Page(pagina, rows, total),
        to_retry=await reading.count_to_retry(session, cause),
        cause=cause,
        consumers=consumers,
        reasons=reasons,
        numbered=f"{place.href}?{chosen}{'&' if chosen else ''}pagina=",
        **await _frame(session, place, Tab.PARKED),
    )


@router.get("/weggegooid")
async def show_dropped(
    request: Request, _member: Administrator, session: Session, place: Place, pagina: Number = 1
) -> Response:
    """One page of what was dropped, newest first."""
    rows, total = await reading.page_of_dropped(session, pagina), await reading.count_dropped(session)
    return page(
        request,
        "parked/dropped.html",
        listed=Page(pagina, rows, total),
        numbered=f"{place.href}/weggegooid?pagina=",
        **await _frame(session, place, Tab.DROPPED),
    )


@router.get("/logboek")
async def show_log(
    request: Request, _member: Administrator, session: Session, place: Place, pagina: Number = 1
) -> Response:
    """One page of what was done, newest first."""
    return page(
        request,
        "parked/log.html",
        listed=Page(pagina, await log.entries(session, pagina), await log.count(session)),
        numbered=f"{place.href}/logboek?pagina=",
        **await _frame(session, place, Tab.LOG),
    )


@router.get("/aantal")
async def show_count(request: Request, _member: Administrator, session: Session) -> Response:
    """How many messages wait here: a fragment for other pages."""
    return page(request, "parked/count.html", count=await reading.count(session))


@router.post("/opnieuw")
async def retry_all(request: Request, member: Administrator, session: Session, place: Place) -> Response:
    """Try everything again that has the cause chosen."""
    chosen = await posted(request)
    count = await parked.retry_all(session, Cause(chosen["ontvanger"], chosen["reden"]), member.name)
    tried = f"We proberen {count_text(count, 'bericht', 'berichten')} opnieuw."
    return see_other_saying(request, place.href, tried if count else "Er was niets meer om opnieuw te proberen.")


async def _frame(session: AsyncSession, place: MenuItem, here: Tab) -> dict[str, Any]:
    waiting, dropped = await reading.count(session), await reading.count_dropped(session)
    return {
        "place": place,
        "words": words,
        "tabs": [
            (place.href, "Geparkeerd", waiting, here is Tab.PARKED),
            (f"{place.href}/{Tab.DROPPED}", "Weggegooid", dropped, here is Tab.DROPPED),
            (f"{place.href}/{Tab.LOG}", "Logboek", None, here is Tab.LOG),
        ],
    }
