"""One line per request. Addresses can hold secret links, so it names the route, never the address itself."""

from time import perf_counter

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.logging import get_logger
from shared.web.static import PREFIX

_log = get_logger(__name__)


class RequestLog:
    """Logs method, route, status and duration of each request."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI entry."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started, status = perf_counter(), 0

        async def send_noting_status(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, send_noting_status)
        finally:
            milliseconds = round((perf_counter() - started) * 1000, 1)
            _log.info("request", method=scope["method"], route=route_name(scope), status=status, ms=milliseconds)


def route_name(scope: Scope) -> str:
    """The route's template, as `/melding/{token}`; `unmatched` when no route answered."""
    path = getattr(scope.get("route"), "path", None)
    if isinstance(path, str):
        return path
    return PREFIX if scope["path"].startswith(PREFIX) else "unmatched"
