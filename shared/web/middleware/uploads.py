"""Files are read before anything else looks at a request: bounded in size, in number, in time, on disk."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Sequence

from starlette.datastructures import Headers
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.web.errors import RETRY_SECONDS, error_response
from shared.web.middleware.bodies import BodyTooLargeError
from shared.web.uploads import UploadRoute, remember, route_for

# What all of them take on the disk stays below this times the largest body.
AT_ONCE = 4
WAIT_SECONDS = 10
# More than anybody chooses on purpose; the route counts what it wants.
MOST_FILES, MOST_FIELDS, LARGEST_FIELD = 30, 30, 64 * 1024
# A browser that still sends does not read our answer. So we let it finish, up to a point.
DRAIN_BYTES, DRAIN_SECONDS = 128 * 1024 * 1024, 60
BUSY = "Er worden nu veel bestanden tegelijk verstuurd. Wat je eerder invulde, is bewaard. Probeer het zo nog eens."
CLOSE = {"Connection": "close"}


class Uploads:
    """Reads the files for the routes that take them; the rest passes through."""

    def __init__(self, app: ASGIApp, routes: Sequence[UploadRoute]) -> None:
        self.app = app
        self.routes = routes
        self.places = asyncio.Semaphore(AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI entry."""
        route = route_for(scope, self.routes)
        if route is None or not _is_multipart(scope):
            await self.app(scope, receive, send)
            return
        try:
            await asyncio.wait_for(self.places.acquire(), WAIT_SECONDS)
        except TimeoutError:
            headers = CLOSE | {"Retry-After": str(RETRY_SECONDS)}
            await error_response(Request(scope), 503, text=BUSY, headers=headers)(scope, receive, send)
            return
        try:
            await self._take(route, scope, receive, send)
        finally:
            self.places.release()

    async def _take(self, route: UploadRoute, scope: Scope, receive: Receive, send: Send) -> None:
        body = _Body(receive, route.largest)
        try:
            async with asyncio.timeout(route.receive_seconds):
                form = await _parser(scope, body).parse()
        except ClientDisconnect:
            return
        except (TimeoutError, BodyTooLargeError, MultiPartException) as error:
            await _drain(body, after=error)
            await _refuse(route, error, scope, receive, send)
            return
        try:
            remember(scope, route, form)
            await self.app(scope, _with_nothing(receive), send)
        finally:
            await form.close()


class _Body:
    """The body as it comes in, up to a limit."""

    def __init__(self, receive: Receive, limit: int) -> None:
        self._receive = receive
        self._limit = limit
        self.size = 0
        self.is_over = False

    async def parts(self) -> AsyncGenerator[bytes, None]:
        """Piece by piece. Raises BodyTooLargeError past the limit, ClientDisconnect when it never ends."""
        async for part in self.rest():
            if self.size > self._limit:
                raise BodyTooLargeError
            yield part

    async def rest(self) -> AsyncGenerator[bytes, None]:
        """What is still to come, without a limit."""
        while not self.is_over:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                raise ClientDisconnect
            part: bytes = message.get("body", b"")
            self.size += len(part)
            self.is_over = not message.get("more_body", False)
            yield part


def _parser(scope: Scope, body: _Body) -> MultiPartParser:
    return MultiPartParser(
        Headers(scope=scope),
        body.parts(),
        max_files=MOST_FILES,
        max_fields=MOST_FIELDS,
        max_part_size=LARGEST_FIELD,
    )


async def _drain(body: _Body, *, after: Exception) -> None:
    if isinstance(after, TimeoutError):
        return
    with contextlib.suppress(ClientDisconnect, TimeoutError):
        async with asyncio.timeout(DRAIN_SECONDS):
            async for _ in body.rest():
                if body.size > DRAIN_BYTES:
                    return


async def _refuse(route: UploadRoute, error: Exception, scope: Scope, receive: Receive, send: Send) -> None:
    request = Request(scope)
    if isinstance(error, TimeoutError):
        answer = error_response(request, 408, text=route.too_slow, headers=CLOSE)
    elif isinstance(error, BodyTooLargeError):
        answer = error_response(request, 413, text=route.too_large, headers=CLOSE)
    else:
        answer = error_response(request, 400, headers=CLOSE)
    await answer(scope, receive, send)


def _is_multipart(scope: Scope) -> bool:
    return Headers(scope=scope).get("content-type", "").partition(";")[0].strip().lower() == "multipart/form-data"


def _with_nothing(receive: Receive) -> Receive:
    # The body was read: whoever asks for it again gets an empty one, and after that what the client does next.
    given = False

    async def receive_nothing() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": b"", "more_body": False}

    return receive_nothing
