"""Shortcut keys on the pages of the team: off until a member switches them on in their browser (WCAG 2.1.4)."""

from fastapi import Request, Response

from shared.staff.member import Member
from shared.web.cookies import clear_cookie, read_cookie, set_cookie

# What `static/js/keys.js` does, in words.
KEYS = (
    ("/", "Zoek in alles"),
    ("j", "Ga naar de volgende rij"),
    ("k", "Ga naar de vorige rij"),
    ("x", "Kies de rij, of kies hem niet meer"),
    ("?", "Laat deze lijst zien"),
)
_COOKIE = "sneltoetsen"
_SECONDS = 365 * 24 * 3600


def are_on(request: Request, member: Member | None) -> bool:
    """Whether this member switched them on in this browser; who uses it besides decides that apart."""
    return member is not None and read_cookie(request, _COOKIE) == str(member.id)


def switch(response: Response, request: Request, member: Member, *, on: bool) -> None:
    """Switch them on or off in this browser."""
    settings = request.app.state.settings
    if on:
        set_cookie(response, settings, _COOKIE, str(member.id), max_age=_SECONDS)
    else:
        clear_cookie(response, settings, _COOKIE)
