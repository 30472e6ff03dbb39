"""The second step of signing in: a code, or an app that makes them."""

from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from markupsafe import Markup

from services.accounts import codes
from services.accounts.domain import BETWEEN_STEPS, CodeNeeded, SignedIn, Throttled, TooLate, WrongCode
from services.accounts.forms import (
    BACK_TO,
    CODE,
    CODE_MESSAGES,
    WRONG_CODE,
    WRONG_NEW_CODE,
    CodeForm,
    retry_after,
    too_many,
)
from services.accounts.handlers import second_step
from services.accounts.routes.access import Session, browser_of, shown_session
from services.accounts.tables import Member
from shared.staff.signed_in import SIGN_IN_PATH
from shared.staff.tokens import COOKIE
from shared.web.cookies import clear_cookie, read_cookie, set_cookie
from shared.web.forms import fill
from shared.web.link_key import LinkKey
from shared.web.pages import local_path, page, see_other, see_other_saying

router = APIRouter()
HOME = "/team"
BETWEEN = "inloggen"
CODE_PATH, SET_UP_PATH = f"{SIGN_IN_PATH}/code", f"{SIGN_IN_PATH}/app"
TOO_LATE = "Dat duurde te lang. Log opnieuw in."
Refused = WrongCode | Throttled


def on_to_code(request: Request, needed: CodeNeeded, back_to: str) -> Response:
    """The password was right: ask for the code."""
    response = see_other(_with_back(CODE_PATH, back_to))
    seconds = int(BETWEEN_STEPS.total_seconds())
    set_cookie(response, request.app.state.settings, BETWEEN, needed.secret, max_age=seconds)
    return response


@router.get(CODE_PATH)
async def show_code(request: Request, session: Session, volgende: str = "") -> Response:
    """The field for the code; or on to an app, for who has none."""
    back_to, member = local_path(volgende, HOME), await _member(request, session)
    if member is None:
        return _begin_anew(request, back_to)
    if not (await second_step.standing(session, member)).app:
        return see_other(_with_back(SET_UP_PATH, back_to))
    return page(request, "accounts/code.html", back_to=back_to)


@router.post(CODE_PATH)
async def give_code(request: Request, session: Session, key: LinkKey) -> Response:
    """Sign in with the right code."""
    filled = await fill(request, CodeForm, CODE_MESSAGES)
    back_to = local_path(filled.values[BACK_TO], HOME)
    if filled.form is None:
        return page(request, "accounts/code.html", status=422, errors=filled.errors, back_to=back_to)
    outcome = await second_step.finish(
        session, _secret(request), filled.form.code, key=key, browser=browser_of(request)
    )
    if isinstance(outcome, TooLate):
        return _begin_anew(request, back_to)
    if isinstance(outcome, SignedIn):
        return signed_in(request, see_other(back_to), outcome)
    return page(request, "accounts/code.html", back_to=back_to, **refused(outcome))


@router.get(SET_UP_PATH)
async def show_set_up(request: Request, session: Session, key: LinkKey, volgende: str = "") -> Response:
    """How to put an app on a telephone, with the square it reads."""
    back_to, member = local_path(volgende, HOME), await _member(request, session)
    if member is None:
        return _begin_anew(request, back_to)
    if (await second_step.standing(session, member)).app:
        return see_other(_with_back(CODE_PATH, back_to))
    return await _set_up_page(request, session, member, key, back_to)


@router.post(SET_UP_PATH)
async def set_up(request: Request, session: Session, key: LinkKey) -> Response:
    """Sign in with the first code of the new app, and show the recovery codes once."""
    filled, member = await fill(request, CodeForm, CODE_MESSAGES), await _member(request, session)
    back_to = local_path(filled.values[BACK_TO], HOME)
    if member is None:
        return _begin_anew(request, back_to)
    if filled.form is None:
        shown = {"status": 422, "errors": filled.errors}
        return await _set_up_page(request, session, member, key, back_to, **shown)
    outcome = await second_step.set_up_first(
        session, _secret(request), filled.form.code, key=key, browser=browser_of(request)
    )
    if isinstance(outcome, TooLate):
        return _begin_anew(request, back_to)
    if isinstance(outcome, Refused):
        return await _set_up_page(request, session, member, key, back_to, **refused(outcome))
    made, begun = outcome
    return signed_in(request, recovery_codes(request, made, back_to), begun)


def recovery_codes(request: Request, made: second_step.SetUp, go_on: str) -> Response:
    """The new recovery codes, for this once."""
    return page(request, "accounts/recovery_codes.html", codes=made.recovery_codes, go_on=go_on)


def refused(outcome: Refused, field: str = CODE) -> dict[str, Any]:
    """What a page says of a code that was not taken."""
    if isinstance(outcome, Throttled):
        headers = {"Retry-After": str(retry_after(outcome.wait))}
        return {"status": 429, "headers": headers, "errors": {field: too_many(outcome.wait)}}
    errors = {CODE: WRONG_NEW_CODE} if outcome.of_new_app else {field: WRONG_CODE}
    return {"status": 422, "errors": errors}


async def app_to_set_up(session: Session, member: Member, key: str) -> dict[str, Any]:
    """What a page shows of the app that is being set up."""
    secret = await second_step.secret_to_set_up(session, member, key=key)
    link = codes.setup_link(secret, member.email)
    # Made by us from what stands in the link; there is no text in it.
    square = Markup(codes.square_of(link))  # noqa: S704
    spaced = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    return {"secret": spaced, "link": link, "square": square}


async def _set_up_page(
    request: Request, session: Session, member: Member, key: str, back_to: str, **shown: Any
) -> Response:
    app = await app_to_set_up(session, member, key)
    return page(request, "accounts/app.html", has_app=False, back_to=back_to, **app, **shown)


def signed_in(request: Request, response: Response, outcome: SignedIn) -> Response:
    """The answer that begins a session in this browser."""
    settings = request.app.state.settings
    set_cookie(response, settings, COOKIE, outcome.token)
    clear_cookie(response, settings, BETWEEN)
    return response


def _begin_anew(request: Request, back_to: str) -> Response:
    """Back to the password. Who pressed twice is signed in, and goes on from there."""
    back = _with_back(SIGN_IN_PATH, back_to)
    return see_other(back) if shown_session(request) else see_other_saying(request, back, TOO_LATE)


def _with_back(path: str, back_to: str) -> str:
    return f"{path}?volgende={quote(back_to)}"


def _secret(request: Request) -> str:
    return read_cookie(request, BETWEEN) or ""


async def _member(request: Request, session: Session) -> Member | None:
    return await second_step.between_steps(session, _secret(request))
