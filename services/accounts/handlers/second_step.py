"""The second step of signing in: a code of an app, or a recovery code. `key` is the server's."""

import secrets
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.accounts import codes
from services.accounts.browsers import NOTHING_KNOWN, Browser
from services.accounts.domain import (
    BETWEEN_STEPS,
    AuditAction,
    CodeNeeded,
    SecondStep,
    SignedIn,
    Throttled,
    TooLate,
    UnknownMember,
    WrongCode,
    code_wait,
    needs_code,
)
from services.accounts.handlers.audit import Person, note
from services.accounts.handlers.sessions import begin_session, end_sessions_of
from services.accounts.repository import apps, members
from services.accounts.tables import App, BegunSignIn, Member
from shared import clock
from shared.contracts.vocabulary import Role
from shared.letters import new_seed

SECRET_BYTES = 16


@dataclass(frozen=True)
class Standing:
    """How the second step of a member stands."""

    app: App | None
    codes_left: int


@dataclass(frozen=True)
class SetUp:
    """A new app that makes codes; these recovery codes are shown now and never again."""

    recovery_codes: list[str]


async def asks_code(session: AsyncSession, member: Member) -> bool:
    """Whether a member signs in with a code too."""
    app = await apps.app_of(session, member.id)
    return bool(app and app.seed) or needs_code(Role.parse(member.role), member.email)


async def begin(session: AsyncSession, member: Member) -> CodeNeeded:
    """The password was right: go on to the code."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    begun = BegunSignIn(
        fingerprint=codes.begun_fingerprint(secret), member_id=member.id, ends_at=clock.now() + BETWEEN_STEPS
    )
    members.add(session, begun)
    return CodeNeeded(secret)


async def between_steps(session: AsyncSession, secret: str) -> Member | None:
    """Who showed this secret, if they may still give their code."""
    return await apps.member_between_steps(session, codes.begun_fingerprint(secret), clock.now())


async def finish(
    session: AsyncSession, secret: str, typed: str, *, key: str, browser: Browser = NOTHING_KNOWN
) -> SecondStep:
    """Begin a session for whoever has the code besides the password."""
    member = await between_steps(session, secret)
    if member is None:
        return TooLate()
    refused = await check_code(session, member, typed, key=key)
    if refused:
        return refused
    await apps.forget_begun(session, codes.begun_fingerprint(secret))
    return await begin_session(session, member, browser)


async def check_code(session: AsyncSession, member: Member, typed: str, *, key: str) -> WrongCode | Throttled | None:
    """None for a right code, which does not work again; a wrong one makes the next one wait."""
    app = await apps.held(session, member.id)
    wait = code_wait(app.failures, app.failed_at, clock.now())
    if wait.total_seconds() > 0:
        return Throttled(wait)
    if app.seed and await _is_right(session, app, typed, key):
        app.failures, app.failed_at = 0, None
        return None
    app.failures, app.failed_at = app.failures + 1, clock.now()
    note(session, AuditAction.CODE_REFUSED, about=member, by=None)
    return WrongCode()


async def _is_right(session: AsyncSession, app: App, typed: str, key: str) -> bool:
    if app.seed and (step := _step(app.seed, typed, key, after=app.last_step)):
        app.last_step = step
        return True
    fingerprint = codes.recovery_fingerprint(app.member_id, typed, key)
    return bool(fingerprint) and await apps.use_recovery_code(session, app.member_id, fingerprint or b"", clock.now())


def _step(seed: str, typed: str, key: str, *, after: int) -> int | None:
    return codes.step_of(typed, codes.app_secret(seed, key), clock.now(), after=after)


async def standing(session: AsyncSession, member: Member) -> Standing:
    """The app and how many recovery codes are left."""
    app = await apps.app_of(session, member.id)
    return Standing(app if app and app.seed else None, await apps.recovery_codes_left(session, member.id))


async def secret_to_set_up(session: AsyncSession, member: Member, *, key: str) -> str:
    """The secret of the app that is being set up: the same until it works, also after a reload or in another tab."""
    app = await apps.held(session, member.id)
    app.next_seed = app.next_seed or new_seed()
    return codes.app_secret(app.next_seed, key)


async def set_up(
    session: AsyncSession, member: Member, typed: str, *, typed_before: str = "", key: str
) -> SetUp | WrongCode | Throttled:
    """Let the new app be the one that makes codes, once it made a right one.

    Who has an app already gives a code of that as well, in `typed_before`, or a recovery code; it works no more then.
    """
    app = await apps.held(session, member.id)
    step = _step(app.next_seed, typed, key, after=0) if app.next_seed else None
    if step is None:
        return WrongCode(of_new_app=True)
    if app.seed and (wrong := await check_code(session, member, typed_before, key=key)):
        return wrong
    app.seed, app.next_seed, app.last_step, app.since = app.next_seed, None, step, clock.now()
    note(session, AuditAction.APP_SET_UP, about=member, by=member)
    return SetUp(await _new_codes(session, member, key))


async def set_up_first(
    session: AsyncSession, secret: str, typed: str, *, key: str, browser: Browser = NOTHING_KNOWN
) -> tuple[SetUp, SignedIn] | WrongCode | Throttled | TooLate:
    """Somebody without an app sets one up between both steps, and is signed in."""
    member = await between_steps(session, secret)
    if member is None or (await apps.held(session, member.id)).seed:
        return TooLate()
    outcome = await set_up(session, member, typed, key=key)
    if not isinstance(outcome, SetUp):
        return outcome
    await apps.forget_begun(session, codes.begun_fingerprint(secret))
    return outcome, await begin_session(session, member, browser)


async def renew_recovery_codes(
    session: AsyncSession, member: Member, typed: str, *, key: str
) -> SetUp | WrongCode | Throttled:
    """New recovery codes, for who has a code; those before work no more."""
    if wrong := await check_code(session, member, typed, key=key):
        return wrong
    note(session, AuditAction.RECOVERY_CODES_MADE, about=member, by=member)
    return SetUp(await _new_codes(session, member, key))


async def _new_codes(session: AsyncSession, member: Member, key: str) -> list[str]:
    made = codes.new_recovery_codes()
    prints = [codes.recovery_fingerprint(member.id, code, key) or b"" for code in made]
    await apps.replace_recovery_codes(session, member.id, prints)
    return made


async def take_app_away(session: AsyncSession, email: str, *, by: Person | None = None) -> None:
    """Somebody lost app and codes: let them set up another one after their password. Raises UnknownMember."""
    member = await members.member_by_email(session, email)
    if member is None:
        raise UnknownMember(email)
    await forget_app(session, member.id)
    note(session, AuditAction.APP_TAKEN_AWAY, about=member, by=by)
    await end_sessions_of(session, member, by=by)


async def forget_app(session: AsyncSession, member_id: UUID) -> None:
    """Let no app and no recovery code work any more."""
    app = await apps.held(session, member_id)
    app.seed = app.next_seed = app.since = app.failed_at = None
    app.failures = 0
    await apps.replace_recovery_codes(session, member_id, [])
    await apps.forget_begun_of(session, member_id)
