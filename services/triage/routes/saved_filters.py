"""A member keeps the filter they look through, and forgets it again."""

from urllib.parse import parse_qsl
from uuid import UUID

from fastapi import APIRouter, Request, Response

from services.triage.forms import SAVED_MESSAGES, SavedFilterForm
from services.triage.queue_filter import UNKNOWN_REGION, QueueFilter
from services.triage.repository import queue, saved_filters
from services.triage.routes.access import MayRead, Session
from services.triage.routes.queue import QUEUE, href
from shared.web.forms import check_typed, posted, values_of
from shared.web.pages import see_other_saying

router = APIRouter()


@router.post(f"{QUEUE}/filters")
async def keep(request: Request, member: MayRead, session: Session) -> Response:
    """Keep what the member looks through now, under their own name for it."""
    typed = await posted(request)
    wanted = QueueFilter.read(dict(parse_qsl(typed["terug"])))
    values = typed.over(values_of({"words": wanted.words}))
    filled = await check_typed(request, values, SavedFilterForm, SAVED_MESSAGES)
    if filled.form is None:
        return see_other_saying(request, href(wanted), next(iter(filled.errors.values())))
    # What somebody looks for is kept as any text: without what may tell who a patient is.
    # A region is kept when it is one: an address may hold any text.
    regions = (UNKNOWN_REGION, *await queue.regions(session))
    kept = wanted.but(words=filled.form.words, region=wanted.region if wanted.region in regions else "")
    if not await saved_filters.keep(session, member.id, filled.form.name, kept.query()):
        said = f"Je hebt al {saved_filters.MOST} filters bewaard. Haal er eerst een weg."
        return see_other_saying(request, href(wanted), said)
    return see_other_saying(request, href(kept), f"Opgeslagen. Je vindt ‘{filled.form.name}’ bij je filters.")


@router.post(f"{QUEUE}/filters/{{filter_id}}/weg")
async def forget(request: Request, filter_id: UUID, member: MayRead, session: Session) -> Response:
    """Keep it no longer."""
    wanted = QueueFilter.read(dict(parse_qsl((await posted(request))["terug"])))
    await saved_filters.forget(session, member.id, filter_id)
    return see_other_saying(request, href(wanted), "Het filter is weg.")
