"""Whatever goes wrong, a person gets a page in plain words and we get a line in the log."""

from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.database import is_infrastructure
from shared.logging import get_logger
from shared.web.errors import RETRY_SECONDS, error_response, typed_in
from shared.web.middleware.request_log import route_name

_log = get_logger(__name__)


class Failures:
    """Turns an unexpected error into a 500 page, and a database that is away into a 503 page."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI entry. Raises the error again when the answer had already begun."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def send_noting_start(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, send_noting_start)
        except ClientDisconnect:
            return
        except Exception as error:
            status = 503 if is_infrastructure(error) else 500
            _log.error("request failed", route=route_name(scope), status=status, exc_info=error)
            if started:
                raise
            headers = {"Retry-After": str(RETRY_SECONDS)} if status == 503 else None
            request = Request(scope)
            await error_response(request, status, headers=headers, again=await typed_in(request))(scope, receive, send)
