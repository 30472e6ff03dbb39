"""Mailed links: into the team, and to a new password. Opening one changes nothing: a button does."""

from collections.abc import Mapping
from typing import Any, Literal

from fastapi import APIRouter, Request, Response

from services.accounts.domain import CodeNeeded, SignedIn, WeakPassword
from services.accounts.forms import (
    NEW_PASSWORD_HINT,
    PASSWORD,
    PASSWORD_MESSAGES,
    PERSON_MESSAGES,
    PasswordForm,
    WhoForm,
)
from services.accounts.handlers import links
from services.accounts.routes.access import Session, browser_of
from services.accounts.routes.second_step import HOME, on_to_code, signed_in
from shared.letters import Found, LetterKind
from shared.staff.signed_in import SIGN_IN_PATH
from shared.web.forms import fill
from shared.web.link_key import LinkKey
from shared.web.pages import page, see_other

router = APIRouter()
FORGOTTEN = f"{SIGN_IN_PATH}/vergeten"
LINK = f"{SIGN_IN_PATH}/{{what}}/{{token}}"
What = Literal["uitnodiging", "wachtwoord"]
KINDS: Mapping[str, LetterKind] = {"uitnodiging": LetterKind.INVITATION, "wachtwoord": LetterKind.NEW_PASSWORD}


@router.get(FORGOTTEN)
async def show_forgotten(request: Request) -> Response:
    """Which address should get a link?"""
    return page(request, "accounts/forgotten.html")


@router.post(FORGOTTEN)
async def mail_link(request: Request, session: Session, key: LinkKey) -> Response:
    """Have a link mailed; the answer is the same for everybody."""
    filled = await fill(request, WhoForm, PERSON_MESSAGES)
    if filled.form is None:
        return page(request, "accounts/forgotten.html", status=422, values=filled.values, errors=filled.errors)
    await links.ask_new_password(session, filled.form.email, key=key)
    return see_other(f"{FORGOTTEN}/gevraagd")


@router.get(f"{FORGOTTEN}/gevraagd")
async def show_asked(request: Request) -> Response:
    """What to do now."""
    return page(request, "accounts/link_asked.html")


@router.get(LINK)
async def show_link(request: Request, what: What, token: str, session: Session, key: LinkKey) -> Response:
    """The form to choose a password; or that the link does not work any more, and the way on."""
    return await _page(request, session, what, token, key)


@router.post(LINK)
async def choose_password(request: Request, what: What, token: str, session: Session, key: LinkKey) -> Response:
    """Use the link: take the password, and go on signing in."""
    filled = await fill(request, PasswordForm, PASSWORD_MESSAGES)
    if filled.form is None:
        return await _page(request, session, what, token, key, status=422, errors=filled.errors)
    password = filled.form.password.get_secret_value()
    try:
        outcome = await links.choose_password(
            session, KINDS[what], token, password, key=key, browser=browser_of(request)
        )
    except WeakPassword as error:
        return await _page(request, session, what, token, key, status=422, errors={PASSWORD: str(error)})
    if isinstance(outcome, CodeNeeded):
        return on_to_code(request, outcome, HOME)
    if isinstance(outcome, SignedIn):
        return signed_in(request, see_other(HOME), outcome)
    return await _page(request, session, what, token, key)


@router.post(f"{SIGN_IN_PATH}/uitnodiging/{{token}}/opnieuw")
async def mail_invitation(request: Request, token: str, session: Session, key: LinkKey) -> Response:
    """An invitation ran out: have a new one mailed to the same address."""
    if await links.send_again(session, token, key=key):
        return see_other(f"{FORGOTTEN}/gevraagd")
    return await _page(request, session, "uitnodiging", token, key)


async def _page(
    request: Request, session: Session, what: What, token: str, key: str, *, status: int = 200, **shown: Any
) -> Response:
    found, member = await links.look(session, KINDS[what], token, key=key)
    address = f"{SIGN_IN_PATH}/{what}/{token}"
    if found is Found.LIVE and member:
        return page(
            request, "accounts/new_password.html", status=status, what=what, name=member.name, address=address,
            email=member.email, hint=NEW_PASSWORD_HINT, **shown,
        )  # fmt: skip
    status = 404 if found is Found.UNKNOWN else 410
    return page(request, "accounts/link_dead.html", status=status, what=what, found=found.value, address=address)
