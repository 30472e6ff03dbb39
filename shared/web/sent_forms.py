"""Looking into a form before the route that will read it does."""

from urllib.parse import parse_qs

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Message, Scope

from shared.web import csrf
from shared.web.forms import Values, posted
from shared.web.middleware.bodies import replay

_MOST_FIELDS = 1000
SECRET_FIELDS = frozenset({"wachtwoord", "code", "oude-code"})


async def token_in(scope: Scope, body: bytes) -> str:
    """The form token in a body; empty when there is none or the body cannot be read."""
    kind = Request(scope).headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/x-www-form-urlencoded":
        return _token_in_urlencoded(body)
    if kind != "multipart/form-data":
        return ""
    try:
        async with Request(scope, replay(body, _nothing_more)).form() as form:
            token = form.get(csrf.FIELD)
    except HTTPException:
        return ""
    return token if isinstance(token, str) else ""


async def typed_in(scope: Scope, body: bytes) -> Values | None:
    """What somebody typed in a form, to be offered again: without the token and secrets; None when unreadable."""
    if not body:
        return None
    try:
        return (await posted(Request(scope, replay(body, _nothing_more)))).without(SECRET_FIELDS)
    except HTTPException:
        return None


def _token_in_urlencoded(body: bytes) -> str:
    try:
        fields = parse_qs(body.decode("latin-1"), max_num_fields=_MOST_FIELDS)
    except ValueError:
        return ""
    return fields.get(csrf.FIELD, [""])[0]


async def _nothing_more() -> Message:
    return {"type": "http.disconnect"}
