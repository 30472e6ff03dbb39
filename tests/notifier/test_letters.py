"""Links and codes that work once are mailed while they work, to nobody twice, and are forgotten then."""

import re
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from statistics import mean
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from services.notifier.mailer import Delivered, MemoryMailer, RelayDown, Result, Uncertain
from services.notifier.rendering import Letterhead
from services.notifier.sending import DeliveryRound
from services.notifier.tables import Letter
from services.notifier.texts import letter_copies
from shared import clock
from shared.contracts.intake import LetterAskedV1, ReportErasedV1
from shared.contracts.notifier import MailSettledV1
from shared.contracts.vocabulary import EraseReason, MailState
from shared.contracts.words import GONE
from shared.database import Database
from shared.ids import new_id
from shared.letters import CODES, TELLING, LetterKind, secret_of
from tests.facts import said
from tests.notifier.rounds import Hear, settled

KEY = "a key for tests, of thirty-two bytes"
LETTERHEAD = Letterhead("RegelWijzer", "loket@rw.example", "https://rw.example", KEY)
NOON = datetime(2026, 11, 20, 11, tzinfo=UTC)


def a_letter(kind: LetterKind = LetterKind.RESUME, **changes: Any) -> LetterAskedV1:
    values = {"about_id": new_id(), "letter_id": new_id(), "kind": kind, "email": "noor@molen.example", "seed": "zaad"}
    return LetterAskedV1.model_validate(values | {"valid_until": NOON + timedelta(days=14)} | changes)


async def send(database: Database, mailer: MemoryMailer) -> None:
    await DeliveryRound(database, mailer, LETTERHEAD).run()


def part(mailer: MemoryMailer, kind: str) -> str:
    (letter,) = mailer.taken
    message = message_from_bytes(letter.content, policy=SMTP)
    assert isinstance(message, EmailMessage)
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content())


async def test_who_is_only_told_something_gets_no_link_and_no_code(database: Database, hear: Hear) -> None:
    mailer, secret = MemoryMailer(), secret_of(LetterKind.ADDRESS_CHANGED, "zaad", KEY)
    with clock.frozen(NOON):
        await hear(a_letter(LetterKind.ADDRESS_CHANGED, reference="RW-26-0001"))
        await send(database, mailer)
    for text in (part(mailer, "plain"), part(mailer, "html")):
        assert "Je gaf ons een nieuw e-mailadres." in text
        assert secret not in text
        assert "Geldig tot" not in text


@pytest.mark.parametrize("kind", sorted(set(LetterKind) - TELLING))
async def test_both_parts_hold_the_link_or_the_code_and_until_when(
    database: Database, hear: Hear, kind: LetterKind
) -> None:
    mailer, secret = MemoryMailer(), secret_of(kind, "zaad", KEY)
    with clock.frozen(NOON):
        await hear(a_letter(kind, reference="RW-26-0001"))
        await send(database, mailer)
    shown = secret if kind in CODES else f"https://rw.example{letter_copies()[kind.value].path}{secret}"
    for text in (part(mailer, "plain"), part(mailer, "html")):
        assert shown in text
        assert "4 december, 12.00 uur" in text
        assert "RW-26-0001" in text
        assert "zaad" not in text


async def test_it_is_mailed_once_however_often_it_is_heard_and_then_forgotten(database: Database, hear: Hear) -> None:
    mailer, letter = MemoryMailer(), a_letter()
    with clock.frozen(NOON):
        await hear(letter, times=3)
        await send(database, mailer)
        await send(database, mailer)
    assert len(mailer.taken) == 1
    async with database.transaction() as session:
        kept = (await session.scalars(select(Letter))).one()
    assert (kept.email, kept.seed) == (GONE, GONE)
    assert [fact.about_id for fact in await said(database) if isinstance(fact, MailSettledV1)] == [letter.letter_id]


@pytest.mark.parametrize("before", [None, RelayDown("weg")])
async def test_a_link_that_is_over_is_not_mailed_any_more(
    database: Database, hear: Hear, before: Result | None
) -> None:
    mailer = MemoryMailer(*([before] if before else []))
    with clock.frozen(NOON):
        await hear(a_letter(LetterKind.SIGN_IN, valid_until=NOON + timedelta(minutes=30)))
        if before:
            await send(database, mailer)
    with clock.frozen(NOON + timedelta(minutes=31)):
        await send(database, mailer)
    assert mailer.taken == []
    assert await settled(database) == [(MailState.WITHHELD, "de link of code werkt niet meer")]


async def test_in_doubt_it_is_not_sent_again(database: Database, hear: Hear) -> None:
    mailer = MemoryMailer(Uncertain("wie weet"))
    with clock.frozen(NOON):
        await hear(a_letter())
        await send(database, mailer)
        await send(database, mailer)
    assert len(mailer.taken) == 1
    assert await settled(database) == [(MailState.UNKNOWN, "wie weet")]


@pytest.mark.parametrize("first", ["letter", "erasure"])
async def test_what_is_about_an_erased_report_goes_nowhere_and_is_forgotten(
    database: Database, hear: Hear, first: str
) -> None:
    mailer, letter = MemoryMailer(Delivered()), a_letter(LetterKind.WITHDRAW)
    erased = ReportErasedV1(report_id=letter.about_id, reason=EraseReason.REQUESTED)
    with clock.frozen(NOON):
        await hear(*((letter, erased) if first == "letter" else (erased, letter)))
        await send(database, mailer)
    assert mailer.taken == []
    assert await settled(database) == [(MailState.WITHHELD, "de melding is gewist")]
    async with database.transaction() as session:
        assert (await session.scalars(select(col(Letter.email)))).one() == GONE


def test_every_kind_has_its_words_in_short_sentences() -> None:
    assert set(letter_copies()) == set(LetterKind)
    for kind, copy in letter_copies().items():
        sentences = [one for text in (copy.turn, *copy.text) for one in re.split(r"(?<=[.!?])\s+", text)]
        assert mean(len(sentence.split()) for sentence in sentences) <= 12
        assert bool(copy.path and copy.button) is (kind not in CODES | TELLING)
        assert copy.tells_only is (kind in TELLING)
