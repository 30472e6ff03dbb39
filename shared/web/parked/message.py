"""One parked message: why it failed, where it came from, its body without what people wrote, and what may be done."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from shared import clock
from shared.contracts.base import Stream
from shared.messaging import parked
from shared.messaging.parked import log, reading
from shared.messaging.parked.log import Action
from shared.messaging.parked.reading import Parked
from shared.messaging.parked.screening import screen
from shared.web.errors import NotFound
from shared.web.forms import Filled, fill
from shared.web.navigation import MenuItem
from shared.web.pages import page, see_other, see_other_saying
from shared.web.parked import words
from shared.web.parked.access import Administrator, Place, Session
from shared.web.parked.forms import MESSAGES, DropForm

router = APIRouter(prefix="/{parked_id}")
# A worker that runs begins within seconds.
SLOW = timedelta(seconds=60)
MEANWHILE = "Er is intussen iets met dit bericht gebeurd. Kijk hoe het nu staat."


@router.get("")
async def show(request: Request, _member: Administrator, session: Session, place: Place, parked_id: UUID) -> Response:
    """The message as it stands now; what was done with it when it is parked no longer."""
    return await _page(request, session, place, parked_id)


@router.post("/opnieuw")
async def retry(request: Request, member: Administrator, session: Session, place: Place, parked_id: UUID) -> Response:
    """Ask for one more try."""
    await _must_be_known(session, parked_id)
    asked, address = await parked.request_retry(session, parked_id, member.name), f"{place.href}/{parked_id}"
    # The page itself says how the new try goes.
    return see_other(address) if asked else see_other_saying(request, address, MEANWHILE)


@router.post("/weggooien")
async def drop(request: Request, member: Administrator, session: Session, place: Place, parked_id: UUID) -> Response:
    """Give the message up, with a reason."""
    await _must_be_known(session, parked_id)
    filled = await fill(request, DropForm, MESSAGES)
    if filled.form is None:
        return await _page(request, session, place, parked_id, filled)
    dropped = await parked.drop(session, parked_id, member.name, filled.form.because)
    sentence = "Het bericht is weggegooid. Je kunt het hier terugzetten." if dropped else MEANWHILE
    return see_other_saying(request, f"{place.href}/{parked_id}", sentence)


@router.post("/terugzetten")
async def restore(request: Request, member: Administrator, session: Session, place: Place, parked_id: UUID) -> Response:
    """Have a dropped message wait again."""
    await _must_be_known(session, parked_id)
    back = await parked.restore(session, parked_id, member.name)
    return see_other_saying(request, f"{place.href}/{parked_id}", "Het bericht staat er weer." if back else MEANWHILE)


async def _must_be_known(session: AsyncSession, parked_id: UUID) -> None:
    if not await log.entries_about(session, parked_id) and await parked.find(session, parked_id) is None:
        raise NotFound("Dit bericht is hier niet geparkeerd, en dat was het ook niet.")


async def _page(
    request: Request,
    session: AsyncSession,
    place: MenuItem,
    parked_id: UUID,
    filled: Filled[DropForm] | None = None,
) -> Response:
    await _must_be_known(session, parked_id)
    message, entries = await parked.find(session, parked_id), await log.entries_about(session, parked_id)
    shown: dict[str, Any] = {"place": place, "words": words, "entries": entries}
    if message is None:
        handled = any(entry.action is Action.HANDLED for entry in entries)
        return page(request, "parked/gone.html", last=entries[0], handled=handled, **shown)
    body = screen(await reading.body_of(session, parked_id), private=message.stream != Stream.FACTS)
    if filled:
        shown |= {"values": filled.values, "errors": filled.errors}
    return page(
        request,
        "parked/message.html",
        status=422 if filled else 200,
        message=message,
        body=body,
        private=message.stream != Stream.FACTS,
        slow=_is_slow(message),
        **shown,
    )


def _is_slow(message: Parked) -> bool:
    asked_at = message.retry_requested_at
    return asked_at is not None and asked_at < clock.now() - SLOW
