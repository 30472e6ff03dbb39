"""No request body larger than 256 KB: by what it says it is, and by what it turns out to be. Files come another way."""

import asyncio

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Receive, Scope, Send

from shared.web.errors import error_response
from shared.web.middleware.bodies import BodyTooLargeError, read_body, replay
from shared.web.uploads import received

LIMIT = 256 * 1024
# A slow phone sends a form in less; whoever takes longer holds a connection on purpose.
SECONDS = 30
STATUS: dict[type[Exception], int] = {BodyTooLargeError: 413, TimeoutError: 408}


class BodyLimit:
    """Answers 413 to a larger body and 408 to a slow one, before any of it reaches the application."""

    def __init__(self, app: ASGIApp, limit: int = LIMIT, seconds: float = SECONDS) -> None:
        self.app = app
        self.limit = limit
        self.seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI entry."""
        if scope["type"] != "http" or received(scope) is not None or not _has_body(headers := Headers(scope=scope)):
            await self.app(scope, receive, send)
            return
        try:
            if int(headers.get("content-length", "0")) > self.limit:
                raise BodyTooLargeError
            async with asyncio.timeout(self.seconds):
                body = await read_body(receive, self.limit)
        except (BodyTooLargeError, TimeoutError, ValueError) as error:
            status = STATUS.get(type(error), 400)
            # The rest of the body is still on its way; a kept connection would read it as the next request.
            answer = error_response(Request(scope), status, headers={"Connection": "close"})
            await answer(scope, receive, send)
        except ClientDisconnect:
            return
        else:
            await self.app(scope, replay(body, receive), send)


def _has_body(headers: Headers) -> bool:
    return "transfer-encoding" in headers or headers.get("content-length", "0") != "0"
