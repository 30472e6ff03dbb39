"""Messages nobody can read: each is set aside once, and what comes behind it flows on."""

import gzip
import json
from typing import Any

import pytest
from nats.js.errors import APIError
from sqlalchemy import text

from shared.contracts.intake import ReportSubmittedV1
from shared.ids import new_id
from shared.messaging import outbox
from tests.builders import a_report_submitted
from tests.faults.messaging.stage import ONCE, Stage
from tests.faults.messaging.worker_process import Launch
from tests.pace import at_leisure
from tests.workers import until

pytestmark = pytest.mark.faults

NEXT_GOOD_SECONDS = at_leisure(2)
# What a stream takes at most.
LARGEST = 128 * 1024
ELSE = str(new_id())


def _event(**changes: Any) -> dict[str, Any]:
    event = outbox.envelope(a_report_submitted(reference=f"RW-{new_id()}"))
    said: dict[str, Any] = json.loads(event.model_dump_json(exclude_none=True))
    return said | changes


def _with_data(**changes: Any) -> bytes:
    event = _event()
    return json.dumps(event | {"data": event["data"] | changes}).encode()


def _nested(depth: int) -> Any:
    found: Any = 1
    for _ in range(depth):
        found = [found]
    return found


def _good() -> bytes:
    return json.dumps(_event()).encode()


def _padded() -> bytes:
    body = _good()[:-1]
    return body + b" " * (LARGEST - len(body) - 400)


POISON = {
    "empty": b"",
    "blank": b" \n",
    "no JSON": b"{not a fact",
    "cut off": _good()[:-20],
    "compressed": gzip.compress(_good()),
    "not UTF-8": _good().replace(b"stomamateriaal", b"stoma\xff\xfe"),
    "UTF-16": _good().decode().encode("utf-16"),
    "null": b"null",
    "a list": b"[]",
    "a string": b'"report"',
    "deeply nested lists": b"[" * 50_000,
    "deeply nested, and closed": b"[" * 50_000 + b"]" * 50_000,
    "deeply nested inside": _with_data(story=_nested(900)),
    "cut off where the stream's limit is": _padded(),
    "another version": _good().replace(b"submitted.v1", b"submitted.v9"),
    "another kind": _good().replace(b"report.submitted", b"answer.given"),
    "another specification": json.dumps(_event(specversion="2.0")).encode(),
    "no id": json.dumps({name: value for name, value in _event().items() if name != "id"}).encode(),
    "an id that is none": json.dumps(_event(id="1")).encode(),
    "no data": json.dumps(_event(data=None)).encode(),
    "a missing field": _with_data(reference=None),
    "wrong types": _with_data(minutes="many", performers={"a": 1}, title=7),
    "a choice that is none": _with_data(imposed_by="the moon"),
    "a moment that is none": _with_data(submitted_at="yesterday"),
    "a moment beyond all years": _with_data(submitted_at="99999-01-01T00:00:00Z"),
    "a number beyond counting": _with_data(minutes=float("1e400")),
    "no number": _with_data(minutes_per_month=float("nan")),
    "an endless number": _good().replace(b'"minutes_per_month": 60.0', b'"minutes_per_month": 1e999'),
    "a NUL": _with_data(title="nul \u0000 here"),
    "a lone surrogate": _with_data(title="lone \ud800 here"),
    "about something else than its envelope says": json.dumps(_event(subject=ELSE)).encode(),
}
# FastStream would decode these by itself, before anything of ours sees them.
LABELLED = {
    "labelled as text": (b"\xff\xfe", "text/plain"),
    "labelled as JSON": (b"{not a fact at all", "application/json"),
}


async def test_every_kind_of_poison_is_parked_once_and_the_next_good_message_has_its_effect(
    stage: Stage, launch: Launch
) -> None:
    await (await launch("triage")).started()
    for name, body in POISON.items():
        await stage.publish(f"{ReportSubmittedV1.SUBJECT}.{_subject_of(body)}", body, name)
    for name, (body, label) in LABELLED.items():
        await stage.publish(f"{ReportSubmittedV1.SUBJECT}.{ELSE}", body, name, label)
    await stage.publish(f"{ReportSubmittedV1.SUBJECT}.{ELSE}", _good(), "on a foreign subject")
    told = await stage.tell()

    async def has_effect() -> bool:
        return (await stage.effects(told))[:4] == ONCE[:4]

    await until(has_effect, at_most=NEXT_GOOD_SECONDS)
    await until(stage.is_settled)
    parked = await _parked(stage)
    assert len(parked) == len(POISON) + len(LABELLED) + 1
    assert [(failures, reason) for failures, reason in parked if failures > 1 or "died" in reason] == []
    assert await stage.count("cases") == 1
    await (await launch("triage")).started()
    assert await _parked(stage) == parked


async def test_what_is_larger_than_anything_we_say_does_not_get_into_the_stream(stage: Stage) -> None:
    for size in (LARGEST + 1, 1024 * 1024 - 1000):
        with pytest.raises(APIError):
            await stage.publish(f"{ReportSubmittedV1.SUBJECT}.{ELSE}", b"x" * size, str(size))


def _subject_of(body: bytes) -> str:
    """The id its subject should end with, as far as there is one."""
    try:
        return str(json.loads(body)["data"]["report_id"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return ELSE


async def _parked(stage: Stage) -> list[tuple[int, str]]:
    async with stage.database.transaction() as session:
        rows = await session.execute(text("select failures, reason from parked order by stream_sequence"))
        return [(row.failures, row.reason) for row in rows]
