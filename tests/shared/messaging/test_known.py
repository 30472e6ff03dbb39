"""Old events are recognised many at a time, and never one that was not handled."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import event, insert

from shared import clock
from shared.database import Database
from shared.ids import new_id
from shared.messaging.known import Known
from shared.messaging.tables import inbox

CONSUMER = "triage-report-submitted"


@pytest.fixture
async def handled(databases: Callable[[str], Database]) -> list[UUID]:
    """Events that one consumer handled, oldest first."""
    events = [new_id() for _ in range(7)]
    async with databases("triage").transaction() as session:
        await session.execute(insert(inbox), [{"consumer": CONSUMER, "event_id": one} for one in events])
        await session.execute(insert(inbox).values(consumer="triage-answer-given", event_id=new_id()))
    return events


@pytest.fixture
def questions(databases: Callable[[str], Database]) -> list[str]:
    """What the inbox was asked."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.extend([statement] if "FROM inbox" in statement else [])

    event.listen(databases("triage").engine.sync_engine, "before_cursor_execute", note)
    return asked


async def test_what_was_handled_is_known_with_few_questions(
    databases: Callable[[str], Database], handled: list[UUID], questions: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.messaging.known.BEFORE", timedelta())
    monkeypatch.setattr("shared.messaging.known.AHEAD", 3)
    known = Known(CONSUMER, databases("triage"))
    with clock.frozen(datetime.now(UTC) + timedelta(hours=1)):
        assert [await known.has(one) for one in handled] == [True] * 7
    assert len(questions) == 3


async def test_what_was_not_handled_is_never_known(databases: Callable[[str], Database], handled: list[UUID]) -> None:
    known = Known(CONSUMER, databases("triage"))
    between = UUID(int=handled[3].int + 1)
    with clock.frozen(datetime.now(UTC) + timedelta(hours=1)):
        others = [await known.has(one) for one in (between, UUID(int=handled[0].int - 1), new_id())]
    assert others == [False] * 3


async def test_a_young_event_is_not_asked_for(
    databases: Callable[[str], Database], handled: list[UUID], questions: list[str]
) -> None:
    assert not await Known(CONSUMER, databases("triage")).has(handled[0])
    assert questions == []
