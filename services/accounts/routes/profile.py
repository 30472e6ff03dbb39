"""What a member of the team sees and sets of themselves."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from services.accounts import handlers
from services.accounts.forms import CODE_BEFORE, CODE_MESSAGES, OWN_AWAY_MESSAGES, AwayForm, CodeForm, NextAppForm
from services.accounts.handlers import mornings, second_step
from services.accounts.repository import members, sessions
from services.accounts.routes import absences
from services.accounts.routes.access import Session, SignedIn, browser_of
from services.accounts.routes.second_step import app_to_set_up, recovery_codes, refused
from services.accounts.settings import AccountsSettings
from services.accounts.tables import Member
from shared import clock
from shared.contracts.vocabulary import Role
from shared.staff.signed_in import SIGN_IN_PATH
from shared.staff.tokens import COOKIE
from shared.web.cookies import clear_cookie
from shared.web.forms import Filled, fill, posted
from shared.web.link_key import LinkKey
from shared.web.navigation import PROFILE
from shared.web.pages import page, see_other, see_other_saying

router = APIRouter()
APP, RECOVERY = f"{PROFILE}/app", f"{PROFILE}/herstelcodes"


@router.get(PROFILE)
async def show_profile(request: Request, member: SignedIn, session: Session) -> Response:
    """Who I am here, and how I sign in."""
    return await _page(request, session, member)


async def _page(
    request: Request, session: Session, member: SignedIn, filled: Filled[AwayForm] | None = None
) -> Response:
    known, settings = await members.known(session, member.id), AccountsSettings.read()
    by_organisation = (f"Account van {settings.oidc_name}", "Ja" if known.organisation_subject else "Nog niet gebruikt")
    return page(
        request,
        "accounts/profile.html",
        organisation=[by_organisation] if settings.oidc_issuer else [],
        known=known,
        role=Role.parse(known.role),
        standing=await second_step.standing(session, known),
        sessions=await sessions.sessions_of(session, member.id, clock.now()),
        here_id=member.session_id,
        place=browser_of(request).place,
        absence=await absences.shown(session, known),
        values=filled.values if filled else absences.values(known),
        errors=filled.errors if filled else {},
        status=422 if filled else 200,
    )


@router.post(f"{PROFILE}/weg")
async def go_away(request: Request, member: SignedIn, session: Session) -> Response:
    """Be away until a day."""
    filled = await absences.go_away(request, session, member.id, OWN_AWAY_MESSAGES, by=member)
    if filled.form is None:
        return await _page(request, session, member, filled)
    return see_other_saying(request, f"{PROFILE}#weg", f"Opgeslagen. Je bent weg {absences.until(filled)}.")


@router.post(f"{PROFILE}/terug")
async def be_back(request: Request, member: SignedIn, session: Session) -> Response:
    """Be here again."""
    await handlers.be_back(session, member.id, by=member)
    return see_other_saying(request, f"{PROFILE}#weg", "Je bent er weer. Nieuwe meldingen komen weer bij jou.")


@router.post(f"{PROFILE}/ochtendlijst")
async def choose_morning_list(request: Request, member: SignedIn, session: Session) -> Response:
    """Be mailed in the morning what waits for me, or no more."""
    wants = (await posted(request))["wil"] == "ja"
    await mornings.choose(session, member.id, wants=wants)
    said = "Je krijgt je ochtendlijst vanaf de volgende werkdag." if wants else "Je krijgt geen ochtendlijst meer."
    return see_other_saying(request, f"{PROFILE}#ochtendlijst", f"Opgeslagen. {said}")


@router.post(f"{PROFILE}/sneltoetsen")
async def choose_shortcuts(request: Request, member: SignedIn, session: Session) -> Response:
    """Have shortcut keys, or no more."""
    wants = (await posted(request))["wil"] == "ja"
    await handlers.choose_shortcuts(session, member.id, wants=wants)
    said = f"Opgeslagen. De sneltoetsen staan {'aan' if wants else 'uit'}."
    return see_other_saying(request, f"{PROFILE}#sneltoetsen", said)


@router.post(f"{PROFILE}/sessies/{{session_id}}/uitloggen")
async def end_session(request: Request, member: SignedIn, session: Session, session_id: UUID) -> Response:
    """Sign out on one device; on this one as the button in the bar does."""
    ended = await handlers.end_own(session, member.id, session_id)
    if session_id == member.session_id:
        return _signed_out(request, "Je bent uitgelogd.")
    return see_other_saying(request, PROFILE, "Uitgelogd op dat apparaat." if ended else "Daar was je al uitgelogd.")


@router.post(f"{PROFILE}/sessies/uitloggen")
async def end_sessions(request: Request, member: SignedIn, session: Session) -> Response:
    """Sign out everywhere."""
    known = await members.known(session, member.id)
    await handlers.end_sessions_of(session, known, by=member)
    return _signed_out(request, "Je bent overal uitgelogd.")


def _signed_out(request: Request, said: str) -> Response:
    response = see_other_saying(request, SIGN_IN_PATH, said)
    clear_cookie(response, request.app.state.settings, COOKIE)
    return response


@router.get(APP)
async def show_app(request: Request, member: SignedIn, session: Session, key: LinkKey) -> Response:
    """Another app, or the first."""
    return await _app_page(request, session, await members.known(session, member.id), key)


@router.post(APP)
async def set_up(request: Request, member: SignedIn, session: Session, key: LinkKey) -> Response:
    """Use the new app from now on. Who has one already shows that they have it, or a recovery code."""
    known = await members.known(session, member.id)
    has_app = (await second_step.standing(session, known)).app is not None
    filled = await fill(request, NextAppForm if has_app else CodeForm, CODE_MESSAGES)
    if filled.form is None:
        return await _app_page(request, session, known, key, status=422, errors=filled.errors)
    typed_before = filled.form.code_before if isinstance(filled.form, NextAppForm) else ""
    outcome = await second_step.set_up(session, known, filled.form.code, typed_before=typed_before, key=key)
    if isinstance(outcome, second_step.SetUp):
        return recovery_codes(request, outcome, PROFILE)
    return await _app_page(request, session, known, key, **refused(outcome, CODE_BEFORE))


@router.get(RECOVERY)
async def show_recovery(request: Request, member: SignedIn, session: Session) -> Response:
    """New recovery codes?"""
    standing = await second_step.standing(session, await members.known(session, member.id))
    return page(request, "accounts/new_recovery_codes.html") if standing.app else see_other(APP)


@router.post(RECOVERY)
async def renew_recovery(request: Request, member: SignedIn, session: Session, key: LinkKey) -> Response:
    """Make new recovery codes, and show them once."""
    known, filled = await members.known(session, member.id), await fill(request, CodeForm, CODE_MESSAGES)
    if filled.form is None:
        return page(request, "accounts/new_recovery_codes.html", status=422, errors=filled.errors)
    outcome = await second_step.renew_recovery_codes(session, known, filled.form.code, key=key)
    if isinstance(outcome, second_step.SetUp):
        return recovery_codes(request, outcome, PROFILE)
    return page(request, "accounts/new_recovery_codes.html", **refused(outcome))


async def _app_page(request: Request, session: Session, known: Member, key: str, **shown: Any) -> Response:
    has_app = (await second_step.standing(session, known)).app is not None
    app = await app_to_set_up(session, known, key)
    return page(request, "accounts/app.html", has_app=has_app, back_to=PROFILE, **app, **shown)
