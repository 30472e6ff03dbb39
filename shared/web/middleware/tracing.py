"""Carries the caller's trace on, or begins one: a request and all facts after it can be found together."""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from shared.messaging import trace


class Tracing:
    """Begins the trace of each request."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI entry."""
        if scope["type"] == "http":
            trace.begin(Headers(scope=scope).get("traceparent"))
        await self.app(scope, receive, send)
