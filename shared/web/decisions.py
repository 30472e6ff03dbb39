"""What a member of the team said is no patient's is not asked again about the same case or dossier, in this session.

The browser keeps it: keys made with our secret, from which nothing can be read and which count in one place only. Not
for reporters, whose draft knows it, nor where no one thing is worked on: the same name may be somebody else's there.
"""

import hashlib
import hmac
import re
from collections.abc import Iterable

from fastapi import Request, Response
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.settings import Settings
from shared.web.cookies import read_cookie, set_cookie

_COOKIE = "geen_patient"
_MOST = 60
# The address of one thing begins with it: `/team/dossiers/D-26-014`.
_ONE_THING = re.compile(r"/team/[a-z-]+/[^/]*\d[^/]*(?=/|$)")


def are_known(request: Request, keys: Iterable[str]) -> set[str]:
    """Those of these pieces about which was said, here, that they are no patient's."""
    known = set((read_cookie(request, _COOKIE) or "").split("."))
    return {key for key in keys if (here := _here(request, key)) and here in known}


def remember(request: Request, keys: Iterable[str]) -> None:
    """Have the browser keep that these pieces are no patient's."""
    new = [here for key in sorted(keys) if (here := _here(request, key))]
    earlier = [one for one in (read_cookie(request, _COOKIE) or "").split(".") if one and one not in new]
    if new:
        request.state.no_patients = ".".join([*earlier, *new][-_MOST:])


class Remembering:
    """Gives the browser what was said in this request."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI entry."""

        async def send_with_cookie(message: Message) -> None:
            said = scope.get("state", {}).get("no_patients")
            if message["type"] == "http.response.start" and said:
                carrier = Response()
                set_cookie(carrier, self.settings, _COOKIE, said)
                MutableHeaders(scope=message).append("set-cookie", carrier.headers["set-cookie"])
            await send(message)

        await self.app(scope, receive, send_with_cookie)


def _here(request: Request, key: str) -> str | None:
    place = _ONE_THING.match(request.url.path)
    if place is None or getattr(request.state, "member", None) is None:
        return None
    secret = request.app.state.settings.secret_key.get_secret_value().encode()
    return hmac.digest(secret, f"said at {place[0]}: {key}".encode(), hashlib.sha256).hex()[:20]
