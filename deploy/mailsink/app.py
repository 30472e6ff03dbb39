"""The page and the API of the mailbox."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from deploy.mailsink.html_part import framed
from deploy.mailsink.mail import Mail
from deploy.mailsink.store import MailStore

HERE = Path(__file__).parent
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; frame-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
FRAME_HEADERS = HEADERS | {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "frame-ancestors 'self'; form-action 'none'; sandbox allow-popups allow-popups-to-escape-sandbox"
}
templates = Environment(
    loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)


def create_app(store: MailStore) -> Starlette:
    """The mailbox of this store."""

    async def inbox(request: Request) -> Response:
        to = request.query_params.get("to", "")
        return _page("inbox.html", mails=store.newest(to), to=to)

    async def message(request: Request) -> Response:
        return _page("message.html", mail=_found(store, request))

    async def html_part(request: Request) -> Response:
        return HTMLResponse(framed(_found(store, request).html), headers=FRAME_HEADERS)

    async def messages(request: Request) -> Response:
        found = store.newest(request.query_params.get("to", ""))
        return JSONResponse([mail.as_json() for mail in found], headers={"Cache-Control": "no-store"})

    async def clear(request: Request) -> Response:
        if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            raise HTTPException(403)
        store.clear()
        return RedirectResponse("/", status_code=303)

    routes = [
        Route("/", inbox),
        Route("/mail/{mail_id}", message),
        Route("/mail/{mail_id}/html", html_part),
        Route("/api/messages", messages),
        Route("/leegmaken", clear, methods=["POST"]),
        Route("/mailsink.css", _style),
    ]
    # Only under its own name: no page elsewhere can read the mails through a name that leads to loopback.
    guard = Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"])
    return Starlette(routes=routes, middleware=[guard], exception_handlers={404: _not_found})


async def _style(_request: Request) -> Response:
    return FileResponse(HERE / "static" / "mailsink.css", headers={"Cache-Control": "no-cache"})


async def _not_found(_request: Request, _error: Exception) -> Response:
    return _page("not_found.html", status=404)


def _found(store: MailStore, request: Request) -> Mail:
    mail = store.get(request.path_params["mail_id"])
    if mail is None:
        raise HTTPException(404)
    return mail


def _page(name: str, *, status: int = 200, **context: object) -> HTMLResponse:
    return HTMLResponse(templates.get_template(name).render(context), status_code=status, headers=HEADERS)
