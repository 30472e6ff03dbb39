"""Leaving for the organisation's own sign-in, and coming back."""

import secrets
from collections.abc import Mapping
from urllib.parse import quote, unquote

from fastapi import APIRouter, Request, Response

from services.accounts import handlers
from services.accounts.domain import CodeNeeded, SignedIn
from services.accounts.identity import Cancelled, NotTrusted, Unreachable
from services.accounts.routes.access import Session, browser_of
from services.accounts.routes.second_step import HOME, on_to_code, signed_in
from services.accounts.settings import AccountsSettings
from shared.logging import get_logger
from shared.staff.signed_in import SIGN_IN_PATH
from shared.web.cookies import clear_cookie, read_cookie, set_cookie
from shared.web.errors import NotFound
from shared.web.link_key import LinkKey
from shared.web.pages import local_path, page, see_other

router = APIRouter()
log = get_logger(__name__)
LEAVE = f"{SIGN_IN_PATH}/organisatie"
BACK = f"{LEAVE}/terug"
COOKIE, COOKIE_SECONDS, SECRET_BYTES = "organisatie", 600, 32
STATUS: Mapping[str, int] = {"cancelled": 200, "not_known": 403, "not_trusted": 400, "unreachable": 503}


@router.get(LEAVE)
async def leave(request: Request, key: LinkKey, volgende: str = "") -> Response:
    """Send the browser to the organisation."""
    from services.accounts import organisation

    settings, secret = _settings(), secrets.token_urlsafe(SECRET_BYTES)
    try:
        address = await organisation.leave_for(settings, secret, _back(request), key=key)
    except (Unreachable, NotTrusted) as error:
        log.warning("organisation_unreachable", why=type(error).__name__)
        return _failed(request, "unreachable")
    response = see_other(address)
    # In the address it would be seen there.
    kept = f"{secret}.{quote(local_path(volgende, HOME), safe='')}"
    set_cookie(response, request.app.state.settings, COOKIE, kept, max_age=COOKIE_SECONDS)
    return response


@router.get(BACK)
async def come_back(request: Request, session: Session, key: LinkKey) -> Response:
    """Sign in who came back, when they are on the team."""
    from services.accounts import organisation

    secret, _, back_to = (read_cookie(request, COOKIE) or "").partition(".")
    try:
        identity = await organisation.come_back(
            _settings(), secret, dict(request.query_params), _back(request), key=key
        )
    except Cancelled:
        return _failed(request, "cancelled")
    except NotTrusted as error:
        log.warning("organisation_not_trusted", why=str(error))
        return _failed(request, "not_trusted")
    except Unreachable:
        return _failed(request, "unreachable")
    outcome = await handlers.sign_in_by_organisation(session, identity, browser=browser_of(request))
    wanted = local_path(unquote(back_to), HOME)
    if isinstance(outcome, SignedIn):
        return _over(request, signed_in(request, see_other(wanted), outcome))
    if isinstance(outcome, CodeNeeded):
        return _over(request, on_to_code(request, outcome, wanted))
    return _failed(request, "not_known")


def _settings() -> AccountsSettings:
    settings = AccountsSettings.read()
    if not settings.oidc_issuer:
        raise NotFound()
    return settings


def _back(request: Request) -> str:
    return f"{request.app.state.settings.public_url}{BACK}"


def _failed(request: Request, why: str) -> Response:
    name = _settings().oidc_name
    response = page(request, "accounts/organisation_failed.html", status=STATUS[why], why=why, name=name)
    return _over(request, response)


def _over(request: Request, response: Response) -> Response:
    clear_cookie(response, request.app.state.settings, COOKIE)
    return response
