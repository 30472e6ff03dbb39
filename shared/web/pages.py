"""From a route to the browser: a page, a fragment of it, or a redirect."""

from collections.abc import Mapping
from functools import partial as bind

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment
from markupsafe import Markup

from shared.staff.member import Member
from shared.web import csrf, notices, shortcuts
from shared.web.forms import Values
from shared.web.navigation import PUBLIC, team_menu
from shared.web.notices import Notice, Undo

_VARY = "HX-Request, HX-Request-Type"


def page(
    request: Request,
    template: str,
    /,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **context: object,
) -> HTMLResponse:
    """A template as an answer. `values` and `errors` are empty unless given; see `_frame` for the rest."""
    environment: Environment = request.app.state.templates
    frame = _frame(request)
    html = environment.get_template(template).render(frame | context)
    response = HTMLResponse(html, status, headers={"Vary": _VARY, **(headers or {})})
    if frame["notice"] and _is_looked_at(request):
        notices.forget(response, request)
    return response


def see_other(url: str) -> RedirectResponse:
    """Send the browser on after a form was acted on."""
    return RedirectResponse(url, status_code=303)


def see_other_saying(request: Request, url: str, sentence: str, undo: Undo | None = None) -> RedirectResponse:
    """Send the browser on; the next page shows the sentence, as `De beslissing is opgeslagen.`, or undoes it."""
    response = see_other(url)
    notices.give(response, request, Notice(sentence, undo))
    return response


def partial(request: Request) -> bool:
    """Whether htmx asks for a fragment; answer the fragment's own template then, else the whole page."""
    return request.headers.get("HX-Request-Type") == "partial"


def _is_looked_at(request: Request) -> bool:
    # What a script asks for beside the page is not where somebody reads what was saved.
    return not partial(request) and request.headers.get("Sec-Fetch-Dest", "document") == "document"


def local_path(wanted: str | None, otherwise: str) -> str:
    """`wanted` when it is a path on this site, else `otherwise`: no redirects to strangers."""
    safe = wanted and wanted.startswith("/") and not wanted.startswith("//") and "\\" not in wanted
    return wanted if safe and wanted and wanted.isprintable() else otherwise


def _frame(request: Request) -> dict[str, object]:
    member: Member | None = getattr(request.state, "member", None)
    return {
        "request": request,
        "here": request.url.path,
        "public_menu": PUBLIC,
        "team_menu": team_menu(member),
        "member": member,
        "shortcut_keys": shortcuts.KEYS,
        "notice": notices.waiting(request),
        "csrf_field": bind(_csrf_field, request),
        "errors": {},
        "values": Values(),
    }


def _csrf_field(request: Request) -> Markup:
    visitor: csrf.Visitor = request.state.visitor
    # autocomplete off: Firefox would put an old token back after a reload.
    return Markup('<input type="hidden" name="{}" value="{}" autocomplete="off">').format(csrf.FIELD, visitor.token())
