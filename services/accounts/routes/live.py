"""The open line over which a page of the team hears that something changed, and nothing of what it was."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent

from services.accounts.routes.access import SignedIn, is_still_signed_in
from shared.web.live import Live

# Whoever is signed out elsewhere hears nothing any more after at most this long.
CHECK_SECONDS = 15.0
# Many changes at once are one sign.
PAUSE_SECONDS = 0.5


@asynccontextmanager
async def _listening(app: FastAPI) -> AsyncIterator[None]:
    app.state.live = Live(app.state.databases["accounts"])
    listening = asyncio.create_task(app.state.live.run())
    yield
    listening.cancel()


router = APIRouter(lifespan=_listening)


@router.get("/team/live", response_class=EventSourceResponse)
async def tell_changes(request: Request, member: SignedIn) -> AsyncIterator[ServerSentEvent]:
    """The name of each service that changed something, as long as the member is signed in."""
    live: Live = request.app.state.live
    with live.watch() as watch:
        while await is_still_signed_in(request, member):
            changed = await watch.changed(CHECK_SECONDS)
            if live.is_closing:
                return
            for service in changed:
                yield ServerSentEvent(raw_data=service)
            await asyncio.sleep(PAUSE_SECONDS)
