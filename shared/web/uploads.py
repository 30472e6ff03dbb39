"""Routes that take files: how much they accept, and what of it the middleware has read by the time they run."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from fastapi import Request
from starlette.datastructures import FormData, UploadFile
from starlette.routing import compile_path
from starlette.types import Scope

from shared.web.forms import Values, values_in

_FORM: Final = "regelwijzer.uploaded"
_ROUTE: Final = "regelwijzer.upload_route"


@dataclass(frozen=True)
class UploadRoute:
    """A route that takes files by POST; every other route takes 256 KB of text.

    `path` is as in the route itself, with names in braces; `largest` the whole body in bytes. `receive_seconds` is how
    long a sender may take over it, `answer_seconds` how long we may take to look at it.
    """

    path: str
    largest: int
    receive_seconds: float
    answer_seconds: float
    too_large: str
    too_slow: str

    @cached_property
    def addresses(self) -> re.Pattern[str]:
        """What its addresses look like."""
        return compile_path(self.path)[0]


def route_for(scope: Scope, routes: Sequence[UploadRoute]) -> UploadRoute | None:
    """The route that takes files with this request, or None."""
    if scope["type"] != "http" or scope["method"] != "POST":
        return None
    return next((route for route in routes if route.addresses.match(scope["path"])), None)


def remember(scope: Scope, route: UploadRoute, form: FormData) -> None:
    """Hand on what was sent to whoever comes after."""
    scope[_FORM], scope[_ROUTE] = form, route


def received(scope: Scope) -> FormData | None:
    """The form with files that was read already, or None."""
    form: FormData | None = scope.get(_FORM)
    return form


def answer_seconds(scope: Scope, usually: float) -> float:
    """How long the answer to this request may take."""
    route: UploadRoute | None = scope.get(_ROUTE)
    return route.answer_seconds if route else usually


def files_in(request: Request, field: str) -> list[UploadFile]:
    """The files chosen in a field; a field that was left empty has none."""
    sent = (received(request.scope) or FormData()).getlist(field)
    return [file for file in sent if isinstance(file, UploadFile) and file.filename]


def typed_beside(request: Request) -> Values:
    """What was typed beside the files."""
    return values_in(received(request.scope) or FormData())
