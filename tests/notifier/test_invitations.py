"""Invitations to round tables: the mail in both parts, and the calendar file as a calendar reads it."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar, Component, Timezone
from sqlalchemy import select

from services.notifier.mailer import Deferred, Delivered, MemoryMailer, Refused, Uncertain
from services.notifier.tables import Invitation
from shared import clock
from shared.contracts.notifier import MailSettledV1
from shared.contracts.research import InvitationAddressedV1
from shared.contracts.vocabulary import MailState
from shared.contracts.words import GONE
from shared.database import Database
from shared.ids import new_id
from tests.facts import said
from tests.notifier.rounds import Hear, send_round, settled

NOON = datetime(2026, 11, 20, 11, tzinfo=UTC)
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def an_invitation(**changes: Any) -> InvitationAddressedV1:
    values: dict[str, Any] = {
        "invitation_id": new_id(), "round_table_id": new_id(), "attendee_id": new_id(), "sequence": 0,
        "to_name": "Ans de Boer", "to_email": "ans@debrug.example", "title": "machtiging voor stoma; wie, wat?",
        "starts_at": datetime(2026, 12, 1, 13, tzinfo=UTC), "ends_at": datetime(2026, 12, 1, 14, 30, tzinfo=UTC),
        "place": "Huis van de Regio, zaal 2", "url": "https://bellen.example/rw", "practices": 24,
        "agenda": ("Kennismaken", "Wat kost het?"),
    }  # fmt: skip
    return InvitationAddressedV1.model_validate(values | changes)


def next_of(before: InvitationAddressedV1, **changes: Any) -> InvitationAddressedV1:
    return before.model_copy(update={"invitation_id": new_id(), "sequence": before.sequence + 1, **changes})


def message_of(mailer: MemoryMailer, number: int = -1) -> EmailMessage:
    message = message_from_bytes(mailer.taken[number].content, policy=SMTP)
    assert isinstance(message, EmailMessage)
    return message


def words_in(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def calendar_in(message: EmailMessage) -> tuple[Calendar, Component]:
    """The calendar and its event; both copies of the file are the same, and name the same method."""
    (part,) = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    (attached,) = message.iter_attachments()
    assert isinstance(attached, EmailMessage)
    text, file = str(part.get_content()), attached.get_payload(decode=True)
    assert isinstance(file, bytes)
    assert text.replace("\r\n", "\n").strip() == file.decode().replace("\r\n", "\n").strip()
    calendar = Calendar.from_ical(file)
    assert isinstance(calendar, Calendar)
    assert part.get_param("method") == str(calendar["METHOD"])
    (event,) = calendar.walk("VEVENT")
    return calendar, event


async def mailed(database: Database, hear: Hear, *facts: InvitationAddressedV1) -> list[EmailMessage]:
    mailer = MemoryMailer()
    with clock.frozen(NOON):
        for fact in facts:
            await hear(fact)
            await send_round(database, mailer)
    return [message_of(mailer, number) for number in range(len(mailer.taken))]


async def test_both_parts_say_what_it_is_about_when_and_where(database: Database, hear: Hear) -> None:
    (message,) = await mailed(database, hear, an_invitation())
    assert message["Subject"].strip() == "Uitnodiging: overleg over machtiging voor stoma; wie, wat? op 1 december"
    assert message["To"] == "Ans de Boer <ans@debrug.example>"
    assert message["Auto-Submitted"] is None
    for text in (words_in(message, "plain"), words_in(message, "html")):
        plain = " ".join(text.split())
        for shown in (
            "Geachte Ans de Boer", "24 huisartsenpraktijken in de regio lopen vast op", "Huis van de Regio, zaal 2",
            "1 december, 14.00 uur tot 15.30 uur", "https://bellen.example/rw", "Wat kost het?",
            "Kunt u niet? Stel dan een andere datum voor.",
        ):  # fmt: skip
            assert shown in plain


async def test_the_file_puts_it_in_a_calendar(database: Database, hear: Hear) -> None:
    fact = an_invitation()
    (message,) = await mailed(database, hear, fact)
    calendar, event = calendar_in(message)
    assert (str(calendar["METHOD"]), str(event["UID"]), event["SEQUENCE"]) == ("REQUEST", str(fact.round_table_id), 0)
    assert event.decoded("dtstart") == datetime(2026, 12, 1, 14, tzinfo=AMSTERDAM)
    assert event.decoded("dtend") == datetime(2026, 12, 1, 15, 30, tzinfo=AMSTERDAM)
    assert event.decoded("dtstamp") == NOON
    assert str(event["SUMMARY"]) == "Overleg: machtiging voor stoma; wie, wat?"
    assert (str(event["LOCATION"]), str(event["STATUS"])) == ("Huis van de Regio, zaal 2", "CONFIRMED")
    assert "- Wat kost het?" in str(event["DESCRIPTION"])
    assert (str(event["ORGANIZER"]), str(event["ATTENDEE"])) == ("mailto:loket@rw.example", "mailto:ans@debrug.example")
    assert event["ATTENDEE"].params["RSVP"] == "TRUE"


@pytest.mark.parametrize(
    ("starts_at", "local", "offset"),
    [
        (datetime(2027, 3, 27, 13, tzinfo=UTC), 14, 1),  # the day before the clock goes forward
        (datetime(2027, 3, 28, 12, tzinfo=UTC), 14, 2),  # that day itself
        (datetime(2026, 10, 24, 12, tzinfo=UTC), 14, 2),
        (datetime(2026, 10, 25, 13, tzinfo=UTC), 14, 1),
    ],
)
async def test_the_file_knows_summer_and_winter_time(
    database: Database, hear: Hear, starts_at: datetime, local: int, offset: int
) -> None:
    ends_at = starts_at + timedelta(hours=1)
    (message,) = await mailed(database, hear, an_invitation(starts_at=starts_at, ends_at=ends_at))
    calendar, event = calendar_in(message)
    (zone,) = calendar.walk("VTIMEZONE")
    assert isinstance(zone, Timezone)
    assert str(zone["TZID"]) == event["DTSTART"].params["TZID"] == "Europe/Amsterdam"
    # What the file itself says of the zone, not what this machine knows of it.
    read = event.decoded("dtstart").replace(tzinfo=zone.to_tz())
    assert (read.hour, read.utcoffset()) == (local, timedelta(hours=offset))
    assert read.astimezone(UTC) == starts_at


async def test_a_change_has_the_next_sequence_and_says_that_it_changed(database: Database, hear: Hear) -> None:
    first = an_invitation()
    later = next_of(first, starts_at=first.starts_at + timedelta(days=7), ends_at=first.ends_at + timedelta(days=7))
    _, message = await mailed(database, hear, first, later)
    assert message["Subject"].strip().startswith("Gewijzigd: overleg over")
    _, event = calendar_in(message)
    assert (str(event["UID"]), event["SEQUENCE"]) == (str(first.round_table_id), 1)
    assert event.decoded("dtstart").day == 8


@pytest.mark.parametrize(
    ("for_all", "status", "subject"),
    [(True, "CANCELLED", "Afgezegd: overleg over"), (False, None, "U hoeft niet te komen: overleg over")],
)
async def test_a_cancellation_takes_it_out_of_the_calendar(
    database: Database, hear: Hear, for_all: bool, status: str | None, subject: str
) -> None:
    first = an_invitation()
    off = next_of(first, cancels=True, cancels_all=for_all, why="De zaal is weg." if for_all else None)
    _, message = await mailed(database, hear, first, off)
    calendar, event = calendar_in(message)
    assert (str(calendar["METHOD"]), event["SEQUENCE"], event.get("STATUS")) == ("CANCEL", 1, status)
    assert message["Subject"].strip().startswith(subject)
    assert ("De zaal is weg." in words_in(message, "plain")) is for_all


async def test_it_is_mailed_once_however_often_it_is_heard_and_then_forgotten(database: Database, hear: Hear) -> None:
    mailer, fact = MemoryMailer(), an_invitation()
    twin = fact.model_copy(update={"invitation_id": new_id()})
    with clock.frozen(NOON):
        await hear(fact, twin, times=2)
        await send_round(database, mailer)
        await send_round(database, mailer)
    assert len(mailer.taken) == 1
    async with database.transaction() as session:
        (kept,) = await session.scalars(select(Invitation))
    assert (kept.email, kept.words) == (GONE, {})
    assert [one.about_id for one in await said(database) if isinstance(one, MailSettledV1)] == [fact.invitation_id]


async def test_in_doubt_it_is_not_sent_again(database: Database, hear: Hear) -> None:
    mailer = MemoryMailer(Uncertain("wie weet"))
    with clock.frozen(NOON):
        await hear(an_invitation())
        await send_round(database, mailer)
        await send_round(database, mailer)
    assert len(mailer.taken) == 1
    assert await settled(database) == [(MailState.UNKNOWN, "wie weet")]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
async def test_only_the_newest_goes_out(database: Database, hear: Hear, order: tuple[int, int]) -> None:
    first = an_invitation()
    both = (first, next_of(first, place="Zaal 5"))
    mailer = MemoryMailer(Delivered())
    with clock.frozen(NOON):
        await hear(*(both[number] for number in order))
        await send_round(database, mailer)
    (message,) = [message_of(mailer, number) for number in range(len(mailer.taken))]
    assert calendar_in(message)[1]["SEQUENCE"] == 1
    assert message["Subject"].strip().startswith("Uitnodiging:")
    assert (MailState.WITHHELD, "er is een nieuwere uitnodiging") in await settled(database)


@pytest.mark.parametrize("before", [None, Deferred(450, "vol"), Refused(550, "onbekend")])
async def test_who_never_got_an_invitation_is_not_told_that_it_is_off(
    database: Database, hear: Hear, before: Deferred | Refused | None
) -> None:
    first = an_invitation()
    mailer = MemoryMailer(*([before] if before else []))
    with clock.frozen(NOON):
        await hear(first)
        if before:
            await send_round(database, mailer)
        await hear(next_of(first, cancels=True, cancels_all=True))
    with clock.frozen(NOON + timedelta(hours=2)):
        await send_round(database, mailer)
    assert mailer.taken == []
    assert (MailState.WITHHELD, "de uitnodiging was nog niet weg") in await settled(database)


async def test_what_somebody_typed_adds_no_line_to_the_file(database: Database, hear: Hear) -> None:
    (message,) = await mailed(database, hear, an_invitation(title="x\r\nATTENDEE:mailto:ander@example.org", agenda=()))
    _, event = calendar_in(message)
    assert str(event["ATTENDEE"]) == "mailto:ans@debrug.example"
    assert "\n" not in str(event["SUMMARY"])
