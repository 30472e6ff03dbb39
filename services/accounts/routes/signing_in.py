from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from services.accounts import handlers
from services.accounts.demo import DEMO_MEMBERS, DEMO_PASSWORD
from services.accounts.domain import CodeNeeded, SignedIn, Throttled
from services.accounts.forms import BACK_TO, EMAIL, MESSAGES, WRONG, SignInForm, retry_after, too_many
from services.accounts.routes.access import Session, browser_of, shown_session
from services.accounts.routes.second_step import on_to_code, signed_in
from services.accounts.settings import AccountsSettings
from shared.staff.signed_in import SIGN_IN_PATH
from shared.staff.tokens import COOKIE
from shared.web.cookies import clear_cookie, read_cookie, set_cookie
from shared.web.forms import Values, fill, values_of
from shared.web.pages import local_path, page, see_other, see_other_saying

HOME = "/team"
SENT_ON, SENT_ON_SECONDS = "doorgestuurd", 10
BUSY_SECONDS = 3

router = APIRouter()


@router.get(SIGN_IN_PATH)
async def sign_in_page(request: Request, session: Session, volgende: str = "") -> Response:
    """The sign-in page; whoever is signed in goes on."""
    back_to, token = local_path(volgende, HOME), shown_session(request)
    member = await handlers.signed_in_member(session, token.session_id) if token else None
    if member is None:
        return _form(request, values_of({BACK_TO: back_to}), {})
    if read_cookie(request, SENT_ON):
        # The page we sent them to does not know them yet and sent them back: no going round in circles.
        return _almost(request, member.name, back_to)
    response = see_other(back_to)
    set_cookie(response, request.app.state.settings, SENT_ON, "1", max_age=SENT_ON_SECONDS)
    return response


@router.post(SIGN_IN_PATH)
async def sign_in(request: Request, session: Session) -> Response:
    """Begin a session and go on to where the visitor wanted to be."""
    filled = await fill(request, SignInForm, MESSAGES)
    if filled.form is None:
        return _form(request, filled.values, filled.errors, status=422)
    outcome = await handlers.sign_in(
        session,
        email=filled.form.email,
        password=filled.form.password.get_secret_value(),
        address=request.client.host if request.client else "",
        browser=browser_of(request),
        demo=request.app.state.settings.demo,
    )
    if isinstance(outcome, SignedIn):
        return signed_in(request, see_other(local_path(filled.values[BACK_TO], HOME)), outcome)
    if isinstance(outcome, CodeNeeded):
        return on_to_code(request, outcome, local_path(filled.values[BACK_TO], HOME))
    if isinstance(outcome, Throttled):
        headers = {"Retry-After": str(retry_after(outcome.wait))}
        return _form(request, filled.values, {"form": too_many(outcome.wait)}, status=429, headers=headers)
    return _form(request, filled.values, {"form": WRONG}, status=422)


@router.post("/team/uitloggen")
async def sign_out(request: Request, session: Session) -> Response:
    """End the session here and in every other service."""
    if token := shown_session(request):
        await handlers.sign_out(session, token.session_id)
    response = see_other_saying(request, SIGN_IN_PATH, "Je bent uitgelogd.")
    clear_cookie(response, request.app.state.settings, COOKIE)
    return response


def _form(
    request: Request,
    typed: Values,
    errors: dict[str, str],
    *,
    status: int = 200,
    headers: dict[str, str] | None = None,
) -> HTMLResponse:
    settings = AccountsSettings.read()
    return page(
        request,
        "accounts/sign_in.html",
        status=status,
        headers=headers,
        # Never the password: it would stand in the page's source.
        values=values_of({EMAIL: typed[EMAIL], BACK_TO: typed[BACK_TO]}),
        errors=errors,
        organisation=settings.oidc_name if settings.oidc_issuer else "",
        demo_members=DEMO_MEMBERS,
        demo_password=DEMO_PASSWORD,
    )


def _almost(request: Request, name: str, back_to: str) -> HTMLResponse:
    headers = {"Retry-After": str(BUSY_SECONDS)}
    return page(request, "accounts/almost.html", status=503, headers=headers, name=name, back_to=back_to)
