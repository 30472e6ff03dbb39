"""No form is acted on unless it comes from our own page, opened in the same browser."""

from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.settings import Settings
from shared.web import csrf
from shared.web.cookies import cookie_name, set_cookie
from shared.web.errors import error_response, is_api
from shared.web.forms import Values
from shared.web.middleware.bodies import read_body, replay
from shared.web.middleware.body_limit import LIMIT
from shared.web.sent_forms import token_in, typed_in
from shared.web.uploads import received

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
# A form may stay open for long; the text in it must not be lost because the cookie went.
COOKIE_SECONDS = 30 * 24 * 3600


class CsrfGuard:
    """Gives each request its Visitor, and refuses a changing request that lacks a token made for it."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.settings = settings
        self.secret = settings.secret_key.get_secret_value()
        self.own_host = urlsplit(settings.public_url).netloc

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI entry. The API uses no cookies, so nothing can be done there in somebody's name."""
        if scope["type"] != "http" or is_api(scope["path"]):
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        visitor = csrf.Visitor(self.secret, request.cookies.get(cookie_name(self.settings, csrf.COOKIE)))
        request.state.visitor = visitor
        send = self._remembering(visitor, send)
        if scope["method"] not in SAFE_METHODS:
            files = received(scope)
            body = b"" if files is not None else await read_body(receive, LIMIT)
            token = await token_in(scope, body) if files is None else str(files.get(csrf.FIELD, ""))
            if not (self._from_own_page(request) and visitor.accepts(token)):
                again = await _to_send_again(request, body)
                await error_response(request, 403, reason="csrf", again=again)(scope, receive, send)
                return
            # Kept for the page that offers it again when something fails further on.
            request.state.sent_body = body
            receive = replay(body, receive)
        await self.app(scope, receive, send)

    def _from_own_page(self, request: Request) -> bool:
        site = request.headers.get("sec-fetch-site")
        if site is not None and site not in ("same-origin", "none"):
            return False
        origin = request.headers.get("origin", "null")
        # Our own Referrer-Policy makes browsers send "null" with our own forms; then the token decides.
        return origin == "null" or urlsplit(origin).netloc in (self.own_host, request.headers.get("host"))

    def _remembering(self, visitor: csrf.Visitor, send: Send) -> Send:
        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start" and visitor.is_new:
                carrier = Response()
                set_cookie(carrier, self.settings, csrf.COOKIE, visitor.cookie(), max_age=COOKIE_SECONDS)
                MutableHeaders(scope=message).append("set-cookie", carrier.headers["set-cookie"])
            await send(message)

        return send_with_cookie


async def _to_send_again(request: Request, body: bytes) -> Values | None:
    # Nobody may lose what they typed because the cookie went: it is offered again, with a fresh token, to be
    # sent by hand. Only when the browser vouches that it was a page of ours that sent it.
    if request.headers.get("sec-fetch-site") != "same-origin":
        return None
    return await typed_in(request.scope, body)
