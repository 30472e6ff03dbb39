"""Who is close to people's data signs in with a code too, of an app or from paper."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from sqlalchemy import select
from sqlmodel import col

from services.accounts import codes, handlers
from services.accounts.domain import CodeNeeded, SecondStep, SignedIn, Throttled, TooLate, WrongCode
from services.accounts.handlers import second_step
from services.accounts.tables import App, AuditEntry, RecoveryCode
from shared import clock
from shared.contracts.accounts import SessionEndedV1
from shared.contracts.vocabulary import Role
from shared.database import Database
from shared.web.navigation import PROFILE
from tests.accounts.conftest import APP_PAGE, CODE_PAGE, EMAIL, HOME, PASSWORD, SIGN_IN, Add, sign_in
from tests.browserlike import post_form, settings_for_tests
from tests.facts import said
from tests.pages import words_of
from tests.telephone import HALF_MINUTE, Telephone

ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
NOON = datetime(2026, 11, 19, 12, tzinfo=UTC)
KEY = settings_for_tests().secret_key.get_secret_value()
RIGHT = {"e-mailadres": EMAIL, "wachtwoord": PASSWORD}
WRONG = "000 000"


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[None]:
    with clock.frozen(NOON):
        yield


async def _password(accounts: Database) -> str:
    async with accounts.transaction() as session:
        outcome = await handlers.sign_in(session, email=EMAIL, password=PASSWORD, address=HOME)
    assert isinstance(outcome, CodeNeeded)
    return outcome.secret


async def _code(accounts: Database, typed: str, secret: str = "") -> SecondStep:
    shown = secret or await _password(accounts)
    async with accounts.transaction() as session:
        return await second_step.finish(session, shown, typed, key=KEY)


@pytest.fixture
async def telephone(accounts: Database, add_member: Add, client_for: ClientFor) -> Telephone:
    """That of a lead who set it up an hour ago."""
    await add_member(role=Role.LEAD)
    with clock.frozen(NOON - timedelta(hours=1)):
        async with client_for("accounts") as client:
            return await sign_in(client)


@pytest.mark.parametrize("role", Role)
async def test_who_is_close_to_peoples_data_needs_a_code(accounts: Database, add_member: Add, role: Role) -> None:
    await add_member(role=role)
    async with accounts.transaction() as session:
        outcome = await handlers.sign_in(session, email=EMAIL, password=PASSWORD, address=HOME)
    needs_code = role in (Role.LEAD, Role.RESEARCHER, Role.ADMINISTRATOR)
    assert isinstance(outcome, CodeNeeded if needs_code else SignedIn)


async def test_the_first_time_an_app_is_set_up_and_codes_are_shown_once(client_for: ClientFor, add_member: Add) -> None:
    await add_member(role=Role.LEAD)
    async with client_for("accounts") as client:
        answer = await post_form(client, SIGN_IN, RIGHT | {"volgende": "/team/dossiers"})
        on = await client.get(answer.headers["location"])
        page, again = (await client.get(on.headers["location"])).text, (await client.get(APP_PAGE)).text
        assert "rw_sessie" not in client.cookies and "<svg" in page and "style=" not in page
        telephone = Telephone()
        assert telephone.scan(page) == telephone.scan(again)
        wrong = await post_form(client, APP_PAGE, {"code": WRONG})
        assert wrong.status_code == 422 and "Staat de klok van je telefoon goed?" in wrong.text
        done = await post_form(client, APP_PAGE, {"code": telephone.code(), "volgende": "/team/dossiers"})
        telephone.keep(done.text)
        assert 'href="/team/dossiers"' in done.text and "rw_sessie" in client.cookies
        profile = (await client.get(PROFILE)).text
    assert "Nog 10 codes" in words_of(profile) and not any(code in profile for code in telephone.paper)


async def test_a_code_works_once_also_for_two_at_the_same_moment(accounts: Database, telephone: Telephone) -> None:
    secrets = [await _password(accounts) for _ in range(2)]
    both = await asyncio.gather(*(_code(accounts, telephone.code(), secret) for secret in secrets))
    assert sorted(type(one).__name__ for one in both) == ["SignedIn", "WrongCode"]
    assert await _code(accounts, telephone.code()) == WrongCode()
    assert isinstance(await _code(accounts, telephone.code(later=1)), SignedIn)
    assert await _code(accounts, telephone.code()) == WrongCode()


@pytest.mark.parametrize(("later", "is_right"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
async def test_a_clock_may_be_half_a_minute_off(
    accounts: Database, telephone: Telephone, later: int, is_right: bool
) -> None:
    outcome = await _code(accounts, f" {telephone.code(later)[:3]} {telephone.code(later)[3:]}")
    assert isinstance(outcome, SignedIn) is is_right


async def test_a_recovery_code_works_once_however_it_is_typed(accounts: Database, telephone: Telephone) -> None:
    code = telephone.paper[0].upper().replace("-", " ")
    assert isinstance(await _code(accounts, code), SignedIn)
    assert await _code(accounts, code) == WrongCode()
    assert isinstance(await _code(accounts, telephone.paper[9]), SignedIn)


async def test_wrong_codes_make_the_next_one_wait_wherever_they_come_from(
    accounts: Database, telephone: Telephone
) -> None:
    for _ in range(5):
        assert await _code(accounts, WRONG) == WrongCode()
    assert await _code(accounts, telephone.code()) == Throttled(timedelta(seconds=1))
    with clock.frozen(NOON + timedelta(seconds=1)):
        assert isinstance(await _code(accounts, telephone.code()), SignedIn)
        assert await _code(accounts, WRONG) == WrongCode()


async def test_the_page_says_that_a_code_is_wrong_or_has_to_wait(client_for: ClientFor, telephone: Telephone) -> None:
    async with client_for("accounts") as client:
        await post_form(client, SIGN_IN, RIGHT)
        assert "Vul de code in" in (await post_form(client, CODE_PAGE, {})).text
        for _ in range(5):
            answer = await post_form(client, CODE_PAGE, {"code": WRONG})
            assert answer.status_code == 422 and "Elke code werkt één keer" in answer.text
        answer = await post_form(client, CODE_PAGE, {"code": telephone.code()})
        assert (answer.status_code, answer.headers["retry-after"]) == (429, "1")
        assert "rw_sessie" not in client.cookies


async def test_who_presses_twice_is_signed_in_once_and_goes_on(
    client_for: ClientFor, accounts: Database, telephone: Telephone
) -> None:
    secret = await _password(accounts)
    assert isinstance(await _code(accounts, telephone.code(), secret), SignedIn)
    assert await _code(accounts, telephone.code(later=1), secret) == TooLate()
    async with client_for("accounts") as client:
        await post_form(client, SIGN_IN, RIGHT)
        await post_form(client, CODE_PAGE, {"code": telephone.code(later=1)})
        again = await client.get(CODE_PAGE)
        on = await client.get(again.headers["location"])
    assert (on.status_code, on.headers["location"]) == (303, "/team")


async def test_the_second_step_has_to_follow_the_first(accounts: Database, telephone: Telephone) -> None:
    secret = await _password(accounts)
    with clock.frozen(NOON + timedelta(minutes=20)):
        assert await _code(accounts, telephone.code(), secret) == TooLate()
    assert await _code(accounts, telephone.code(), "a guess") == TooLate()


async def test_too_late_says_so_at_the_password(client_for: ClientFor) -> None:
    async with client_for("accounts") as client:
        for address in (CODE_PAGE, APP_PAGE):
            answer = await client.get(address)
            assert "Dat duurde te lang. Log opnieuw in." in (await client.get(answer.headers["location"])).text


async def test_who_knows_the_password_only_cannot_put_another_app_in_the_place(
    client_for: ClientFor, accounts: Database, telephone: Telephone
) -> None:
    async with client_for("accounts") as client:
        await post_form(client, SIGN_IN, RIGHT)
        assert (await client.get(APP_PAGE)).headers["location"].startswith(CODE_PAGE)
    secret = await _password(accounts)
    async with accounts.transaction() as session:
        assert await second_step.set_up_first(session, secret, telephone.code(), key=KEY) == TooLate()


async def test_another_app_takes_a_code_of_the_old_one(client_for: ClientFor, telephone: Telephone) -> None:
    new, here = Telephone(), f"{PROFILE}/app"
    async with client_for("accounts") as client:
        await post_form(client, SIGN_IN, RIGHT)
        await post_form(client, CODE_PAGE, {"code": telephone.code()})
        code = new.scan((await client.get(here)).text)
        assert (await post_form(client, here, {"code": code})).status_code == 422
        for old in (telephone.code(), code, WRONG):
            assert (await post_form(client, here, {"code": code, "oude-code": old})).status_code == 422
        done = await post_form(client, here, {"code": code, "oude-code": telephone.paper[3]})
        new.keep(done.text)
        assert not set(new.paper) & set(telephone.paper)
        again = f"{PROFILE}/herstelcodes"
        assert (await post_form(client, again, {"code": telephone.code(later=1)})).status_code == 422
        renewed = await post_form(client, again, {"code": new.paper[0]})
    assert renewed.status_code == 200 and new.paper[1] not in renewed.text


async def test_who_lost_everything_is_helped_and_it_is_written_down(accounts: Database, telephone: Telephone) -> None:
    assert isinstance(await _code(accounts, telephone.code()), SignedIn)
    async with accounts.transaction() as session:
        await handlers.take_app_away(session, EMAIL)
    ended = [fact for fact in await said(accounts) if isinstance(fact, SessionEndedV1)]
    assert len(ended) == 2
    for typed in (telephone.code(later=1), telephone.paper[0]):
        assert await _code(accounts, typed) == WrongCode()
    async with accounts.transaction() as session:
        assert "app_taken_away" in list(await session.scalars(select(col(AuditEntry.action))))


async def test_who_gets_a_role_close_to_peoples_data_signs_in_anew(accounts: Database, add_member: Add) -> None:
    member_id = await add_member(role=Role.READER)
    async with accounts.transaction() as session:
        await handlers.sign_in(session, email=EMAIL, password=PASSWORD, address=HOME)
    async with accounts.transaction() as session:
        await handlers.change_role(session, member_id, Role.RESEARCHER)
    assert isinstance((await said(accounts))[-1], SessionEndedV1)


async def test_the_tables_alone_make_no_code(accounts: Database, telephone: Telephone) -> None:
    async with accounts.transaction() as session:
        app = (await session.scalars(select(App))).one()
        kept = [code.fingerprint for code in await session.scalars(select(RecoveryCode))]
    assert app.seed and telephone.secret == codes.app_secret(app.seed, KEY) != codes.app_secret(app.seed, "another")
    assert len(set(kept)) == 10 and all(code.replace("-", "").encode() not in kept for code in telephone.paper)


def test_codes_of_two_half_minutes_differ_and_none_works_before_its_time() -> None:
    secret = codes.app_secret("seed", KEY)
    telephone = Telephone()
    telephone.secret = secret
    here = int(NOON.timestamp()) // 30
    assert codes.step_of(telephone.code(), secret, NOON, after=0) == here
    assert codes.step_of(telephone.code(), secret, NOON, after=here) is None
    assert codes.step_of(telephone.code(), secret, NOON - 2 * HALF_MINUTE, after=0) is None
    assert codes.step_of("١٢٣٤٥٦", secret, NOON, after=0) is None
