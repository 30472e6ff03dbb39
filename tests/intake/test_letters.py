"""Links and codes that work once: asked for, used, over, and never too many."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update
from sqlmodel import col

from services.intake.handlers import drafts, erasing, letters
from services.intake.tables import BrokerErasure, Draft, Letter
from shared import clock
from shared.contracts.intake import LetterAskedV1
from shared.contracts.vocabulary import EraseReason
from shared.database import Database
from shared.ids import new_id
from shared.letters import Found, LetterKind, secret_of
from tests.erasing.searching import columns_with
from tests.facts import said

KEY = "a key for tests, of thirty-two bytes"
EMAIL = "noor@denkbeeldigemolen.example"
NOON = datetime(2026, 11, 20, 11, tzinfo=UTC)
REPORT = new_id()


@pytest.fixture
def intake(databases: Callable[[str], Database]) -> Database:
    return databases("intake")


async def ask(
    intake: Database, kind: LetterKind = LetterKind.SIGN_IN, email: str = EMAIL, about_id: UUID | None = None
) -> str:
    """Ask for a letter; the secret in the one that was asked for last."""
    async with intake.transaction() as session:
        await letters.ask(session, kind, email, key=KEY, about_id=about_id)
    fact = (await asked(intake))[-1]
    return secret_of(fact.kind, fact.seed, KEY)


async def asked(intake: Database) -> list[LetterAskedV1]:
    return [fact for fact in await said(intake) if isinstance(fact, LetterAskedV1)]


async def use(intake: Database, token: str, kind: LetterKind = LetterKind.SIGN_IN) -> Found:
    async with intake.transaction() as session:
        return (await letters.use(session, kind, token, key=KEY))[0]


async def use_code(intake: Database, code: str, about_id: UUID = REPORT) -> Found:
    async with intake.transaction() as session:
        return (await letters.use_code(session, LetterKind.WITHDRAW, about_id, code, key=KEY))[0]


async def test_a_link_is_looked_at_often_and_used_once(intake: Database) -> None:
    token = await ask(intake)
    for _ in range(2):
        async with intake.transaction() as session:
            found, letter = await letters.look(session, LetterKind.SIGN_IN, token, key=KEY)
        assert (found, letter and letter.email) == (Found.LIVE, EMAIL)
    assert [await use(intake, token), await use(intake, token)] == [Found.LIVE, Found.USED]
    assert await use(intake, token, LetterKind.RESUME) is Found.UNKNOWN
    assert await use(intake, "bestaat-niet") is Found.UNKNOWN


async def test_two_who_press_at_the_same_moment_use_it_once(intake: Database) -> None:
    token = await ask(intake)
    async with intake.transaction() as session:
        first, _ = await letters.use(session, LetterKind.SIGN_IN, token, key=KEY)
        second = asyncio.create_task(use(intake, token))
        # The second has to wait for the first; it would be done by then if it did not.
        await asyncio.wait({second}, timeout=0.5)
    assert (first, await second) == (Found.LIVE, Found.USED)


async def test_a_link_is_over_after_its_time(intake: Database) -> None:
    with clock.frozen(NOON):
        token = await ask(intake)
    with clock.frozen(NOON + timedelta(minutes=30)):
        assert await use(intake, token) is Found.EXPIRED


async def test_asking_twice_within_a_minute_mails_once(intake: Database) -> None:
    for seconds in (0, 1, 59, 61):
        with clock.frozen(NOON + timedelta(seconds=seconds)):
            await ask(intake)
    assert len(await asked(intake)) == 2


async def test_two_tabs_that_ask_at_the_same_moment_mail_once(intake: Database) -> None:
    await asyncio.gather(*(ask(intake) for _ in range(4)))
    assert len(await asked(intake)) == 1


async def test_one_address_gets_five_letters_an_hour_however_it_is_written(intake: Database) -> None:
    for minute in range(0, 20, 2):
        with clock.frozen(NOON + timedelta(minutes=minute)):
            await ask(intake, email=EMAIL.upper() if minute % 4 else EMAIL)
    assert len(await asked(intake)) == 5
    with clock.frozen(NOON + timedelta(minutes=61)):
        await ask(intake)
    assert len(await asked(intake)) == 6


async def test_all_together_get_no_more_than_our_mail_server_bears(
    intake: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INTAKE_LETTERS_PER_HOUR", "3")
    for number in range(5):
        await ask(intake, email=f"praktijk{number}@denkbeeldig.example")
    assert len(await asked(intake)) == 3


async def test_what_went_to_a_wrong_address_opens_nothing_once_the_right_one_is_asked(intake: Database) -> None:
    draft_id = new_id()
    wrong = await ask(intake, LetterKind.RESUME, "noor@denkbeeldigemole.example", about_id=draft_id)
    right = await ask(intake, LetterKind.RESUME, EMAIL, about_id=draft_id)
    assert await use(intake, wrong, LetterKind.RESUME) is Found.UNKNOWN
    assert await use(intake, right, LetterKind.RESUME) is Found.LIVE


async def test_a_code_counts_for_its_own_report_and_may_be_pasted_with_spaces(intake: Database) -> None:
    code = await ask(intake, LetterKind.WITHDRAW, about_id=REPORT)
    assert len(code) == 6
    assert await use_code(intake, code, new_id()) is Found.UNKNOWN
    assert await use_code(intake, f" {code[:3]} {code[3:]}\n") is Found.LIVE
    assert await use_code(intake, code) is Found.USED


async def test_a_code_is_over_after_five_wrong_ones(intake: Database) -> None:
    code = await ask(intake, LetterKind.WITHDRAW, about_id=REPORT)
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    assert [await use_code(intake, wrong) for _ in range(5)] == [*[Found.WRONG] * 4, Found.TRIED]
    assert await use_code(intake, code) is Found.TRIED


async def test_the_newest_code_counts(intake: Database) -> None:
    with clock.frozen(NOON):
        first = await ask(intake, LetterKind.WITHDRAW, about_id=REPORT)
    with clock.frozen(NOON + timedelta(minutes=2)):
        second = await ask(intake, LetterKind.WITHDRAW, about_id=REPORT)
        assert await use_code(intake, first) is Found.WRONG
        assert await use_code(intake, second) is Found.LIVE


async def test_no_secret_stands_in_any_table(intake: Database, database_url: str) -> None:
    secrets = [await ask(intake), await ask(intake, LetterKind.WITHDRAW, about_id=REPORT)]
    assert [columns_with(database_url, secret) for secret in secrets] == [[], []]


async def test_an_erased_report_takes_its_letters_along_also_those_of_its_draft(
    intake: Database, database_url: str
) -> None:
    draft_id = new_id()
    async with intake.transaction() as session:
        await drafts.start_draft(session, draft_id, b"x", {})
        await session.execute(update(Draft).values(report_id=REPORT))
    await ask(intake, LetterKind.RESUME, about_id=draft_id)
    await ask(intake, LetterKind.WITHDRAW, about_id=REPORT)
    assert columns_with(database_url, EMAIL)
    async with intake.transaction() as session:
        await erasing.erase(session, REPORT, EraseReason.REQUESTED, "Melder")
    assert columns_with(database_url, EMAIL) == []
    async with intake.transaction() as session:
        assert set(await session.scalars(select(col(BrokerErasure.about_id)))) == {draft_id, REPORT}


async def test_letters_are_forgotten_a_day_later_unless_their_draft_still_lives(intake: Database) -> None:
    draft_id = new_id()
    with clock.frozen(NOON):
        await ask(intake)
        await ask(intake, LetterKind.RESUME, about_id=draft_id)
    later = NOON + timedelta(days=15, hours=1)
    with clock.frozen(later):
        async with intake.transaction() as session:
            await drafts.start_draft(session, draft_id, b"x", {})
            await letters.forget_old(session)
            assert [letter.about_id for letter in await session.scalars(select(Letter))] == [draft_id]
            await session.execute(update(Draft).values(report_id=REPORT))
            await letters.forget_old(session)
            assert list(await session.scalars(select(Letter))) == []
