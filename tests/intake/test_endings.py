"""The rules of what comes after the end of a report."""

from datetime import UTC, date, datetime, timedelta

import pytest

from services.intake import domain
from services.intake.domain import Request, Stage, Told
from shared import clock
from shared.contracts.vocabulary import CheckAnswer
from shared.ids import new_id

CLOSED_AT = datetime(2026, 10, 8, 14, 30, tzinfo=UTC)
LATER = CLOSED_AT + timedelta(days=3)
LAST_DAY = date(2026, 12, 3)


def _stage(status: str, at: datetime = CLOSED_AT, request: Request | None = None, day: date = LAST_DAY) -> Stage:
    return domain.stage(Told(new_id(), status, at), request, day, reopen_weeks=8)


@pytest.mark.parametrize("status", ["Opgelost", "Er is al een afspraak", "Gesloten"])
def test_an_ended_report_can_be_opened_again_for_eight_weeks(status: str) -> None:
    assert _stage(status) is Stage.CLOSED
    assert _stage(status, day=LAST_DAY + timedelta(days=1)) is Stage.PAST


@pytest.mark.parametrize("status", ["Binnen", "In onderzoek", "Landelijk doorgegeven", "Bij een andere organisatie"])
def test_a_running_report_has_no_end(status: str) -> None:
    assert _stage(status) is Stage.RUNNING
    assert domain.stage(None, None, LAST_DAY, 8) is Stage.RUNNING


def test_a_request_waits_until_the_team_decides_or_goes_on() -> None:
    asked = Request(LATER)
    assert _stage("Opgelost", request=asked) is Stage.REQUESTED
    assert _stage("Wij beoordelen", LATER + timedelta(seconds=1), asked) is Stage.REQUESTED
    assert _stage("Binnen", LATER + timedelta(days=1), asked) is Stage.REQUESTED
    assert _stage("In onderzoek", LATER + timedelta(days=1), asked) is Stage.RUNNING
    assert _stage("Opgelost", LATER + timedelta(days=1), asked, date(2026, 10, 20)) is Stage.CLOSED


def test_a_decision_holds_until_the_report_ends_anew() -> None:
    decided = LATER + timedelta(days=2)
    refused, granted = Request(LATER, False, decided), Request(LATER, True, decided)
    assert _stage("Gesloten", decided, refused) is Stage.REFUSED
    assert _stage("Opgelost", request=granted) is Stage.RUNNING
    for request in (refused, granted):
        assert _stage("Gesloten", decided + timedelta(days=1), request, date(2026, 10, 20)) is Stage.CLOSED


@pytest.mark.parametrize(
    ("closed_at", "weeks", "due"),
    [
        (CLOSED_AT, 2, "2026-10-22T06:00+00:00"),  # summer time
        (CLOSED_AT, 4, "2026-11-05T07:00+00:00"),  # winter time by then
        (datetime(2026, 3, 5, 23, 30, tzinfo=UTC), 4, "2026-04-07T06:00+00:00"),  # Good Friday to Easter Monday
        (datetime(2026, 11, 7, 12, 0, tzinfo=UTC), 4, "2026-12-07T07:00+00:00"),  # a Saturday
    ],
)
def test_a_check_is_due_in_the_morning_of_a_working_day(closed_at: datetime, weeks: int, due: str) -> None:
    assert domain.check_due(closed_at, weeks) == datetime.fromisoformat(due)
    assert domain.check_due(closed_at, weeks).astimezone(clock.LOCAL).hour == 8


def test_nobody_is_asked_again_after_a_no_or_within_a_week() -> None:
    now = CLOSED_AT + timedelta(weeks=4)
    assert domain.asks_again(None, None, now)
    assert domain.asks_again(CheckAnswer.YES, now - timedelta(days=7), now)
    assert not domain.asks_again(CheckAnswer.A_LITTLE, now - timedelta(days=6), now)
    assert not domain.asks_again(CheckAnswer.NO, now - timedelta(weeks=3), now)
