"""Who sends too much is asked to wait; everybody else goes on, and nothing typed is lost."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from sqlalchemy import func, select
from sqlmodel import col

from services.intake.repository import sending
from services.intake.send_limits import seconds_to_wait
from services.intake.tables import Report, SendCount
from shared.clock import frozen
from shared.database import Database
from tests.browserlike import ORIGIN, TOKEN, post_form
from tests.intake.filled_in import API_REPORT, STEP_ANSWERS, fill_in

Databases = Callable[[str], Database]
ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
SECRET = "a secret"


@pytest.fixture
def two_reports(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTAKE_REPORTS_PER_NETWORK", "2")


async def sends(databases: Databases, network: str, *, report: bool = True) -> int:
    return await seconds_to_wait(databases("intake"), SECRET, network, report=report)


async def test_a_network_that_sends_too_much_slows_nobody_else(
    databases: Databases, monkeypatch: pytest.MonkeyPatch, two_reports: None
) -> None:
    monkeypatch.setenv("INTAKE_REPORTS_IN_TOTAL", "4")
    with frozen(NOW):
        assert [await sends(databases, "192.0.2.1") > 0 for _ in range(9)] == [False] * 2 + [True] * 7
        assert [await sends(databases, "192.0.2.2") for _ in range(2)] == [0, 0]


async def test_everybody_together_has_a_limit_too(databases: Databases, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTAKE_REPORTS_IN_TOTAL", "3")
    with frozen(NOW):
        assert [await sends(databases, f"192.0.2.{n}") > 0 for n in range(4)] == [False, False, False, True]


async def test_after_the_hour_it_begins_anew_and_the_wait_is_said(databases: Databases, two_reports: None) -> None:
    with frozen(NOW):
        for _ in range(2):
            assert await sends(databases, "192.0.2.1") == 0
    with frozen(NOW + timedelta(minutes=20)):
        assert await sends(databases, "192.0.2.1") == 2400
    with frozen(NOW + timedelta(minutes=60)):
        assert await sends(databases, "192.0.2.1") == 0


async def test_typing_is_not_counted_as_reporting(databases: Databases, two_reports: None) -> None:
    for _ in range(9):
        assert await sends(databases, "192.0.2.1", report=False) == 0
    assert await sends(databases, "192.0.2.1") == 0


async def test_no_address_is_stored_and_counts_are_forgotten(databases: Databases, two_reports: None) -> None:
    with frozen(NOW):
        await sends(databases, "192.0.2.1")
    async with databases("intake").transaction() as session:
        (fingerprint,) = (await session.scalars(select(col(SendCount.fingerprint)))).all()
        assert "192" not in fingerprint
        await sending.forget_ended(session, NOW + timedelta(hours=1))
        assert await session.scalar(select(func.count()).select_from(SendCount)) == 0


async def test_a_person_keeps_what_was_typed(client_for: ClientFor, two_reports: None) -> None:
    async with client_for("intake") as client:
        for _ in range(2):
            await fill_in(client)
            await post_form(client, "/melden", {})
        for number, answers in enumerate(STEP_ANSWERS[:4], 1):
            await post_form(client, f"/melden/{number}", answers)
        refused = await post_form(client, "/melden/5", {"gecontroleerd": "ja"})
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) > 3000
    assert "Er komt nu te veel binnen" in refused.text
    assert '<input type="hidden" name="gecontroleerd" value="ja">' in refused.text
    assert "Verstuur opnieuw" in refused.text


async def test_a_machine_gets_a_problem(client_for: ClientFor, two_reports: None, databases: Databases) -> None:
    async with client_for("intake") as client:
        answers = [await client.post("/api/v1/meldingen", json=API_REPORT) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201, 201, 429]
    assert answers[2].headers["content-type"] == "application/problem+json"
    assert "retry-after" in answers[2].headers
    assert answers[2].json()["title"] == "Te veel aanvragen"
    async with databases("intake").transaction() as session:
        assert await session.scalar(select(func.count()).select_from(Report)) == 2


async def test_a_program_that_fills_in_every_field_sends_nothing_and_a_person_can_go_on(client_for: ClientFor) -> None:
    async with client_for("intake") as client:
        for number, answers in enumerate(STEP_ANSWERS[:4], 1):
            await post_form(client, f"/melden/{number}", answers)
        trapped = await post_form(client, "/melden/5", {"gecontroleerd": "ja", "website": "http://koop.example"})
        assert trapped.status_code == 422
        assert 'class="trap"' not in trapped.text
        token = TOKEN.search(trapped.text)
        assert token
        again = {"gecontroleerd": "ja", "website": "", "csrf_token": token[1]}
        sent = await client.post("/melden/5", data=again, headers={"Origin": ORIGIN})
    assert sent.status_code == 303


async def test_a_form_filled_in_within_a_moment_is_asked_for_once_more(
    client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INTAKE_LEAST_SECONDS", "4")
    async with client_for("intake") as client:
        with frozen(NOW):
            for number, answers in enumerate(STEP_ANSWERS[:4], 1):
                await post_form(client, f"/melden/{number}", answers)
        with frozen(NOW + timedelta(seconds=3)):
            fast = await post_form(client, "/melden/5", {"gecontroleerd": "ja"})
        with frozen(NOW + timedelta(seconds=5)):
            sent = await post_form(client, "/melden/5", {"gecontroleerd": "ja"})
    assert fast.status_code == 422
    assert "wel erg snel" in fast.text
    assert sent.status_code == 303
