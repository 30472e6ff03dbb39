"""Signing in and out, on a real database with a clock that stands still."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from time import process_time

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from services.accounts import handlers, passwords
from services.accounts.browsers import Browser
from services.accounts.domain import SignedIn, SignIn, Throttled, WrongCredentials
from services.accounts.jobs import forget_old
from services.accounts.tables import AuditEntry, FailedSignIn, Member, MemberSession
from shared import clock
from shared.contracts.accounts import SessionEndedV1
from shared.database import Database
from shared.messaging.jobs import JobContext
from shared.staff.tokens import Token, verify
from tests.accounts.conftest import EMAIL, HOME, PASSWORD, Add
from tests.browserlike import settings_for_tests
from tests.facts import said

NOON = datetime(2026, 11, 19, 12, tzinfo=UTC)
CAFE = "198.51.100.7"
WRONG = "een verkeerd wachtwoord"


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[None]:
    with clock.frozen(NOON):
        yield


async def _try(database: Database, password: str = WRONG, email: str = EMAIL, address: str = HOME) -> SignIn:
    async with database.transaction() as session:
        return await handlers.sign_in(session, email=email, password=password, address=address)


async def _token(database: Database, **how: str) -> Token:
    outcome = await _try(database, PASSWORD, **how)
    assert isinstance(outcome, SignedIn)
    token = verify(outcome.token, settings_for_tests().session_public_key)
    assert token is not None
    return token


async def _actions(database: Database) -> list[str]:
    async with database.transaction() as session:
        return list(await session.scalars(select(col(AuditEntry.action)).order_by("id")))


async def test_the_right_password_begins_a_session_of_twelve_hours(accounts: Database, add_member: Add) -> None:
    member_id = await add_member()
    token = await _token(accounts, email=f" {EMAIL.upper()}")
    assert (token.member_id, token.expires_at) == (member_id, NOON + timedelta(hours=12))
    assert await _actions(accounts) == ["member_added", "signed_in"]


async def test_every_sign_in_is_a_new_session(accounts: Database, add_member: Add) -> None:
    await add_member()
    assert (await _token(accounts)).session_id != (await _token(accounts)).session_id


async def test_signing_in_again_ends_the_session_the_browser_had(accounts: Database, add_member: Add) -> None:
    await add_member()
    old = await _token(accounts)
    async with accounts.transaction() as session:
        browser = Browser(old.session_id)
        await handlers.sign_in(session, email=EMAIL, password=PASSWORD, address=HOME, browser=browser)
    assert (await said(accounts))[-1] == SessionEndedV1(session_id=old.session_id, expires_at=old.expires_at)


@pytest.mark.parametrize(("email", "password"), [(EMAIL, WRONG), ("niemand@voorbeeld.nl", PASSWORD)])
async def test_wrong_is_wrong_and_does_not_tell_what(
    accounts: Database, add_member: Add, email: str, password: str
) -> None:
    await add_member()
    assert await _try(accounts, password, email) == WrongCredentials()
    assert await _actions(accounts) == ["member_added", "sign_in_refused"]


async def test_who_left_is_refused_like_a_stranger(accounts: Database, add_member: Add) -> None:
    member_id = await add_member()
    async with accounts.transaction() as session:
        await handlers.end(session, member_id)
    assert await _try(accounts, PASSWORD) == WrongCredentials()


async def test_an_unknown_address_costs_as_much_work_as_a_known_one(
    accounts: Database, add_member: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Enough memory for the hash to outweigh everything around it; the best of three, as machines can be busy.
    monkeypatch.setenv("ACCOUNTS_ARGON2_MEMORY_KIB", str(64 * 1024))
    await add_member()
    known = min([await _seconds(accounts, EMAIL) for _ in range(3)])
    unknown = min([await _seconds(accounts, "niemand@voorbeeld.nl") for _ in range(3)])
    assert known / 2 < unknown < known * 2


async def _seconds(database: Database, email: str) -> float:
    started = process_time()
    assert await _try(database, email=email) == WrongCredentials()
    return process_time() - started


async def test_nothing_matches_the_hash_that_stands_in_for_an_unknown_member() -> None:
    assert not await passwords.matches("", None)
    assert not passwords.is_outdated(passwords.hash_of_nothing(16))


async def test_from_the_fifth_failure_on_the_wait_grows_and_even_the_right_password_waits(
    accounts: Database, add_member: Add
) -> None:
    await add_member()
    for _ in range(5):
        assert await _try(accounts) == WrongCredentials()
    assert await _try(accounts, PASSWORD) == Throttled(timedelta(seconds=1))
    with clock.frozen(NOON + timedelta(seconds=1)):
        assert await _try(accounts) == WrongCredentials()
        assert await _try(accounts) == Throttled(timedelta(seconds=2))
    with clock.frozen(NOON + timedelta(seconds=3)):
        assert isinstance(await _try(accounts, PASSWORD), SignedIn)


async def test_after_signing_in_the_count_begins_anew(accounts: Database, add_member: Add) -> None:
    await add_member()
    for _ in range(4):
        await _try(accounts)
    await _token(accounts)
    for _ in range(4):
        await _try(accounts)
    assert isinstance(await _try(accounts, PASSWORD), SignedIn)


async def test_the_owner_gets_in_while_a_stranger_elsewhere_has_to_wait(accounts: Database, add_member: Add) -> None:
    await add_member()
    for _ in range(5):
        await _try(accounts, address=CAFE)
    assert isinstance(await _try(accounts, address=CAFE), Throttled)
    assert isinstance(await _try(accounts, PASSWORD), SignedIn)


async def test_an_unknown_address_is_throttled_like_a_known_one(accounts: Database) -> None:
    for _ in range(5):
        await _try(accounts, email="niemand@voorbeeld.nl")
    assert await _try(accounts, email="niemand@voorbeeld.nl") == Throttled(timedelta(seconds=1))


async def test_one_address_gets_ten_failures_however_many_accounts_it_tries(accounts: Database) -> None:
    for number in range(10):
        assert await _try(accounts, email=f"nummer{number}@voorbeeld.nl") == WrongCredentials()
    assert await _try(accounts, email="nummer11@voorbeeld.nl") == Throttled(timedelta(minutes=15))
    assert await _try(accounts, email="nummer11@voorbeeld.nl", address=CAFE) == WrongCredentials()
    with clock.frozen(NOON + timedelta(minutes=15)):
        assert await _try(accounts, email="nummer11@voorbeeld.nl") == WrongCredentials()


async def test_tries_sent_together_are_counted_one_by_one(accounts: Database, add_member: Add) -> None:
    await add_member()
    outcomes = await asyncio.gather(*(_try(accounts) for _ in range(8)))
    assert outcomes.count(WrongCredentials()) == 5


async def test_a_hash_with_older_parameters_is_renewed(
    accounts: Database, add_member: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    await add_member()
    monkeypatch.setenv("ACCOUNTS_ARGON2_MEMORY_KIB", "32")
    await _token(accounts)
    async with accounts.transaction() as session:
        password_hash = await session.scalar(select(col(Member.password_hash)))
    assert password_hash is not None and "m=32," in password_hash
    await _token(accounts)


async def test_signing_out_is_told_once(accounts: Database, add_member: Add) -> None:
    await add_member()
    token = await _token(accounts)
    for _ in range(2):
        async with accounts.transaction() as session:
            await handlers.sign_out(session, token.session_id)
    assert (await said(accounts))[1:] == [SessionEndedV1(session_id=token.session_id, expires_at=token.expires_at)]
    assert await _actions(accounts) == ["member_added", "signed_in", "signed_out"]


async def test_a_session_ends_by_signing_out_or_by_itself(accounts: Database, add_member: Add) -> None:
    await add_member()
    token, other = await _token(accounts), await _token(accounts)
    async with accounts.transaction() as session:
        await handlers.sign_out(session, token.session_id)
        assert await handlers.signed_in_member(session, token.session_id) is None
        member = await handlers.signed_in_member(session, other.session_id)
        assert member is not None and member.name == "Sanne de Vries"
        with clock.frozen(NOON + timedelta(hours=12)):
            assert await handlers.signed_in_member(session, other.session_id) is None


async def test_what_slows_nobody_down_any_more_is_forgotten(accounts: Database, add_member: Add) -> None:
    await add_member()
    await _token(accounts)
    await _try(accounts)
    with clock.frozen(NOON + timedelta(hours=13)):
        await _try(accounts)
        await forget_old(JobContext(accounts, settings_for_tests()))
        assert await _counts(accounts) == (2, 0)
    with clock.frozen(NOON + timedelta(hours=25)):
        await forget_old(JobContext(accounts, settings_for_tests()))
    assert await _counts(accounts) == (1, 0)


async def _counts(database: Database) -> tuple[int | None, int | None]:
    async with database.transaction() as session:
        failures = await session.scalar(select(func.count()).select_from(FailedSignIn))
        return failures, await session.scalar(select(func.count()).select_from(MemberSession))
