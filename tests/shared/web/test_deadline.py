import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from shared.web.middleware.deadline import Deadline

SECONDS = 0.2
LONGER = 3 * SECONDS


async def _never(_scope: Scope, _receive: Receive, _send: Send) -> None:
    await asyncio.sleep(30)


async def _long_answer(scope: Scope, receive: Receive, send: Send) -> None:
    async def words() -> AsyncIterator[str]:
        yield "een "
        await asyncio.sleep(LONGER)
        yield "twee"

    await StreamingResponse(words())(scope, receive, send)


async def _ask(app: ASGIApp) -> httpx.Response:
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        return await client.get("/")


async def test_work_that_takes_too_long_is_ended() -> None:
    with pytest.raises(TimeoutError):
        await _ask(Deadline(_never, SECONDS))


async def test_what_is_ended_can_clean_up() -> None:
    cleaned = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await _never(scope, receive, send)
        finally:
            cleaned.append(scope["path"])

    with pytest.raises(TimeoutError):
        await _ask(Deadline(app, SECONDS))
    assert cleaned == ["/"]


async def test_an_answer_that_has_begun_may_take_its_time() -> None:
    assert (await _ask(Deadline(_long_answer, SECONDS))).text == "een twee"


async def test_an_answer_in_time_passes() -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await PlainTextResponse(Request(scope).url.path)(scope, receive, send)

    assert (await _ask(Deadline(app, SECONDS))).text == "/"
