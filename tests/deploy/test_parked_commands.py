"""What people do with parked messages on the command line, and what they get to see there."""

import asyncio
from collections.abc import Awaitable, Callable
from getpass import getuser
from typing import TypeVar
from uuid import UUID

import pytest

from shared.database import Database
from shared.messaging.delivery import Delivery
from shared.messaging.parked import failing
from shared.messaging.parked.log import Action
from tests.builders import a_contact_given, a_report_submitted
from tests.deploy.conftest import Done
from tests.parking import delivery_of, entries, listed, park

CONSUMER = "triage-report-submitted"
CANARY = "Kanarievogel"
NOTHING = "Nothing is parked under that id.\n"
Run = Callable[..., Done]
Answer = TypeVar("Answer")


class Parked:
    """The parked messages of one service, for tests that are no coroutines: a command has a loop of its own."""

    def __init__(self, url: str, service: str = "triage") -> None:
        self._url, self._service = url, service

    def park(self, delivery: Delivery, reason: str = "builtins.KeyError at a.py:1") -> UUID:
        return asyncio.run(self._with(lambda database: park(database, delivery, CONSUMER, reason)))

    def forget(self, delivery: Delivery) -> None:
        async def forget(database: Database) -> None:
            async with database.transaction() as session:
                await failing.forget(session, CONSUMER, delivery)

        asyncio.run(self._with(forget))

    def ids(self) -> list[UUID]:
        return [message.id for message in asyncio.run(self._with(listed))]

    def log(self, parked_id: UUID) -> list[tuple[Action, str]]:
        found = asyncio.run(self._with(lambda database: entries(database, parked_id)))
        return [(entry.action, entry.who) for entry in found[1:]]

    async def _with(self, deed: Callable[[Database], Awaitable[Answer]]) -> Answer:
        database = Database(self._url, self._service, connections=1)
        try:
            return await deed(database)
        finally:
            await database.close()


@pytest.fixture
def triage(system: str) -> Parked:
    return Parked(system)


def test_parked_messages_are_listed_retried_dropped_and_put_back(triage: Parked, run: Run) -> None:
    assert run("parked", "list").out == "Nothing is parked.\n"
    parked_id = triage.park(delivery_of(a_report_submitted()))
    listed = run("parked", "list").out
    assert listed.split()[0] == str(parked_id)
    assert f"triage  {CONSUMER}  intake.report.submitted.v1" in listed
    assert "handled again" in run("parked", "retry", str(parked_id)).out
    assert run("parked", "retry", str(parked_id)) == Done(1, "", NOTHING)
    assert "dropped" in run("parked", "drop", str(parked_id), "--because", "a trial").out
    assert run("parked", "list").out == "Nothing is parked.\n"
    assert str(parked_id) in run("parked", "list", "--dropped").out
    assert "parked again" in run("parked", "restore", str(parked_id)).out
    assert run("parked", "list", "--dropped").out == "Nothing was dropped.\n"
    assert triage.ids() == [parked_id]
    who = f"opdrachtregel ({getuser()})"
    assert triage.log(parked_id) == [(Action.RETRY_ASKED, who), (Action.DROPPED, who), (Action.RESTORED, who)]


def test_one_message_is_shown_without_anything_that_somebody_wrote(triage: Parked, run: Run) -> None:
    fact = a_report_submitted(title=CANARY, story=CANARY)
    out = run("parked", "show", str(triage.park(delivery_of(fact)))).out
    shown = {" ".join(line.split()) for line in out.splitlines()}
    assert {
        "state waiting",
        "stream FACTS 7",
        f"subject {fact.subject}",
        "failures 1",
        "data.frequency few_per_month",
        f"data.story (text, {len(CANARY)} long)",
    } <= shown
    assert CANARY not in out


def test_of_contact_data_only_the_shape_is_shown(triage: Parked, run: Run) -> None:
    out = run("parked", "show", str(triage.park(delivery_of(a_contact_given(name=CANARY))))).out
    assert "data.name (text)" in {" ".join(line.split()) for line in out.splitlines()}
    assert "long)" not in out
    assert CANARY not in out


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b'{"' + CANARY.encode(), b"[" * 50_000, CANARY.encode() * 90_000])
def test_what_nobody_can_read_is_shown_in_a_few_lines(triage: Parked, run: Run, body: bytes) -> None:
    out = run("parked", "show", str(triage.park(Delivery(body, "intake.report.submitted.v1.x", "FACTS", 3, 1)))).out
    assert "unreadable" in out
    assert len(out) < 2_000
    assert CANARY not in out


def test_a_message_that_was_handled_still_says_what_was_done(triage: Parked, run: Run) -> None:
    delivery = delivery_of(a_report_submitted())
    parked_id = triage.park(delivery)
    triage.forget(delivery)
    out = run("parked", "show", str(parked_id)).out
    assert "parked by RegelWijzer" in out
    assert "handled by RegelWijzer" in out
    assert run("parked", "show", str(UUID(int=0))) == Done(1, "", NOTHING)


def test_everything_of_one_cause_is_retried_at_once(triage: Parked, run: Run) -> None:
    for _ in range(2):
        triage.park(delivery_of(a_report_submitted()), "some.Fault at a.py:1")
    triage.park(delivery_of(a_report_submitted()))
    assert run("parked", "retry-all", "triage", "--reason", "some.Fault at a.py:1").out.startswith("2 parked at triage")
    assert run("parked", "retry-all", "triage", "--consumer", CONSUMER).out.startswith("1 parked at triage")
    assert run("parked", "retry-all", "triagge").err.startswith("regelwijzer: there is no service 'triagge'")


def test_dropping_needs_a_reason(triage: Parked, run: Run) -> None:
    parked_id = triage.park(delivery_of(a_report_submitted()))
    assert run("parked", "drop", str(parked_id), "--because", " ") == Done(1, "", "Say why it may be given up.\n")
    assert triage.ids() == [parked_id]


def test_one_service_is_listed_alone(system: str, triage: Parked, run: Run) -> None:
    triage.park(delivery_of(a_report_submitted()))
    Parked(system, "research").park(delivery_of(a_report_submitted()))
    assert len(run("parked", "list").out.splitlines()) == 2
    assert [line.split()[3] for line in run("parked", "list", "--service", "research").out.splitlines()] == ["research"]
