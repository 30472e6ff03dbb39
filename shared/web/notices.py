"""A sentence that survives one redirect, so that a page can say that something was saved, and offer to undo it."""

import json
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import Request, Response

from shared.web.cookies import clear_cookie, read_cookie, set_cookie

_COOKIE = "notice"
_SECONDS = 60
_LONGEST = 300
# Browsers keep no longer cookies; nobody undoes what would not fit.
_MOST_WRITTEN = 3_500
_MOST_READ = 40_000
_OWN = "/team/"


@dataclass(frozen=True)
class Undo:
    """The form that makes undone what was just saved: an address of the team, and what it is sent."""

    action: str
    fields: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Notice:
    """What the next page says."""

    sentence: str
    undo: Undo | None = None


def give(response: Response, request: Request, notice: Notice) -> None:
    """Have the next page show it."""
    value = _written(notice)
    if len(value) > _MOST_WRITTEN:
        value = _written(Notice(notice.sentence))
    set_cookie(response, request.app.state.settings, _COOKIE, value, max_age=_SECONDS)


def waiting(request: Request) -> Notice | None:
    """What the next page must show, or nothing."""
    try:
        packed = urlsafe_b64decode(read_cookie(request, _COOKIE) or "")
        sentence, action, fields = json.loads(zlib.decompressobj().decompress(packed, _MOST_READ))
        undo = Undo(str(action), [(str(name), str(value)) for name, value in fields]) if action else None
    except (ValueError, TypeError, zlib.error):
        return None
    return Notice(str(sentence)[:_LONGEST], undo if undo and undo.action.startswith(_OWN) else None)


def forget(response: Response, request: Request) -> None:
    """Show it no more."""
    clear_cookie(response, request.app.state.settings, _COOKIE)


def _written(notice: Notice) -> str:
    action, fields = (notice.undo.action, notice.undo.fields) if notice.undo else ("", ())
    told = json.dumps([notice.sentence, action, list(fields)], ensure_ascii=False)
    return urlsafe_b64encode(zlib.compress(told.encode(), 9)).decode()
