"""A sentence that survives one redirect, so that a page can say that something was saved."""

from base64 import urlsafe_b64decode, urlsafe_b64encode

from fastapi import Request, Response

from shared.web.cookies import clear_cookie, read_cookie, set_cookie

_COOKIE = "notice"
_SECONDS = 60
_LONGEST = 300


def give(response: Response, request: Request, sentence: str) -> None:
    """Have the next page show the sentence."""
    value = urlsafe_b64encode(sentence.encode()).decode()
    set_cookie(response, request.app.state.settings, _COOKIE, value, max_age=_SECONDS)


def waiting(request: Request) -> str:
    """The sentence the next page must show, or nothing."""
    try:
        return urlsafe_b64decode(read_cookie(request, _COOKIE) or "").decode()[:_LONGEST]
    except ValueError:
        return ""


def forget(response: Response, request: Request) -> None:
    """Show it no more."""
    clear_cookie(response, request.app.state.settings, _COOKIE)
