"""From outbox to effect, on a real broker and database: what rules 1 to 4 of ARCHITECTURE.md promise."""

import asyncio
from collections.abc import Callable

import pytest
from sqlalchemy import func, select, update

from shared.contracts.intake import AnswerGivenV1, ContactGivenV1
from shared.database import Database
from shared.messaging import outbox, parked
from shared.messaging.connection import connect
from shared.messaging.failures import TooEarly
from shared.messaging.provisioning import NotProvisioned
from shared.messaging.tables import inbox
from shared.messaging.tables import outbox as outbox_table
from tests.builders import a_contact_given, an_answer_given
from tests.servers import NatsServer
from tests.shared.messaging.conftest import Hearing, Start
from tests.workers import Worker, until

Databases = Callable[[str], Database]


async def _say(database: Database, *facts: AnswerGivenV1 | ContactGivenV1) -> None:
    async with database.transaction() as session:
        await outbox.add(session, *facts)


async def _unpublished(database: Database) -> int:
    async with database.transaction() as session:
        waiting = select(func.count()).where(outbox_table.c.published_at.is_(None))
        return int(await session.scalar(waiting) or 0)


async def _parked(database: Database) -> int:
    async with database.transaction() as session:
        return len(await parked.listed(session))


async def test_a_fact_said_is_heard_once_with_its_content(databases: Databases, working: Start) -> None:
    hearing, fact = Hearing(), an_answer_given()
    await working(hearing.facts)
    await _say(databases("intake"), fact)
    await until(lambda: hearing.has_heard(1))
    assert hearing.heard == [fact]


async def test_a_fact_of_a_rolled_back_change_is_never_said(databases: Databases, working: Start) -> None:
    hearing, kept = Hearing(), an_answer_given()
    await working(hearing.facts)
    with pytest.raises(ZeroDivisionError):
        async with databases("intake").transaction() as session:
            await outbox.add(session, an_answer_given())
            raise ZeroDivisionError
    await _say(databases("intake"), kept)
    await until(lambda: hearing.has_heard(1))
    assert hearing.heard == [kept]


async def test_a_fact_published_again_has_no_second_effect(
    databases: Databases, working: Start, nats: NatsServer
) -> None:
    hearing, database = Hearing(), databases("intake")
    await working(hearing.facts)
    await _say(database, an_answer_given())
    await until(lambda: hearing.has_heard(1))
    async with database.transaction() as session:
        body, subject = (await session.execute(select(outbox_table.c.body, outbox_table.c.subject))).one()
    client = await connect(nats.url, name="test")
    await client.jetstream().publish(subject, body.encode(), headers={"Nats-Msg-Id": "past-the-duplicate-window"})
    await client.close()
    await _say(database, an_answer_given())
    await until(lambda: hearing.has_heard(2))
    assert len(hearing.heard) == 2


async def test_facts_wait_while_the_broker_is_away_and_go_out_when_it_is_back(
    databases: Databases, working: Start, nats: NatsServer
) -> None:
    hearing, database = Hearing(), databases("intake")
    await working(hearing.facts)
    await _say(database, an_answer_given())
    await until(lambda: hearing.has_heard(1))
    nats.kill()
    facts = [an_answer_given() for _ in range(5)]
    await _say(database, *facts)
    await asyncio.sleep(0.5)
    assert await _unpublished(database) == 5
    nats.start()
    await until(lambda: hearing.has_heard(6))
    assert {fact.report_id for fact in hearing.heard[1:]} == {fact.report_id for fact in facts}


async def test_a_worker_outlives_a_broker_that_is_away_for_longer_than_a_pull(
    databases: Databases, working: Start, nats: NatsServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for part in ("consuming", "advisories"):
        monkeypatch.setattr(f"shared.messaging.{part}.PULL_SECONDS", 0.2)
    hearing, database = Hearing(), databases("intake")
    worker = await working(hearing.facts)
    await _say(database, an_answer_given())
    await until(lambda: hearing.has_heard(1))
    nats.kill()
    await asyncio.sleep(1)
    nats.start()
    await _say(database, an_answer_given())
    await until(lambda: hearing.has_heard(2))
    assert worker.lives


async def test_contact_data_leaves_the_outbox_once_it_is_published(databases: Databases, working: Start) -> None:
    database = databases("intake")
    await working(Hearing().facts)
    await _say(database, a_contact_given())

    async def gone() -> bool:
        async with database.transaction() as session:
            return not await session.scalar(select(func.count()).select_from(outbox_table))

    await until(gone)


async def test_a_handler_that_fails_is_tried_again(databases: Databases, working: Start) -> None:
    hearing = Hearing()
    hearing.faults = [TooEarly()]
    await working(hearing.facts)
    await _say(databases("intake"), an_answer_given())
    await until(lambda: hearing.has_heard(1))
    assert await _parked(databases("intake")) == 0


async def test_a_handler_that_keeps_failing_is_parked_and_others_flow_on(
    databases: Databases, working: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.messaging.failures.PACES", (0.05, 0.05))
    hearing = Hearing()
    hearing.faults = [RuntimeError("secret text of a reporter")] * 3
    await working(hearing.facts)
    await _say(databases("intake"), an_answer_given())

    async def is_parked() -> bool:
        return await _parked(databases("intake")) == 1

    await until(is_parked)
    async with databases("intake").transaction() as session:
        (row,) = await parked.listed(session)
    assert row.failures == 3
    assert "RuntimeError" in row.reason
    assert "secret" not in row.reason
    fact = an_answer_given()
    await _say(databases("intake"), fact)
    await until(lambda: hearing.has_heard(1))
    assert hearing.heard == [fact]


async def test_a_parked_fact_is_handled_when_a_person_retries_it(
    databases: Databases, working: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.messaging.failures.PACES", ())
    hearing, fact = Hearing(), an_answer_given()
    hearing.faults = [RuntimeError()]
    await working(hearing.facts)
    await _say(databases("intake"), fact)

    async def is_parked() -> bool:
        return await _parked(databases("intake")) == 1

    await until(is_parked)
    async with databases("intake").transaction() as session:
        (row,) = await parked.listed(session)
        assert await parked.request_retry(session, row.id, "Test")
    await until(lambda: hearing.has_heard(1))
    assert hearing.heard == [fact]
    await until(lambda: _is_empty(databases("intake")))


async def _is_empty(database: Database) -> bool:
    return await _parked(database) == 0


POISON = {
    "no json": b"\xff\xfe{",
    "not an event": b"[]",
    "deep nesting": b"[" * 50_000,
    "a lone surrogate": b'{"specversion": "1.0", "id": "\\ud800"}',
    "a nul": b'{"specversion": "1.0", "source": "\\u0000"}',
    "empty": b"",
}


@pytest.mark.parametrize("poison", POISON.values(), ids=POISON.keys())
async def test_an_unreadable_message_is_parked_at_once_and_others_flow_on(
    databases: Databases, working: Start, nats: NatsServer, poison: bytes
) -> None:
    hearing, database = Hearing(), databases("intake")
    await working(hearing.facts)
    client = await connect(nats.url, name="test")
    await client.jetstream().publish("intake.answer.given.v1.poison", poison)
    await client.close()

    async def is_parked() -> bool:
        return await _parked(database) == 1

    await until(is_parked)
    await _say(database, an_answer_given())
    await until(lambda: hearing.has_heard(1))


async def test_a_fact_of_another_version_is_parked(databases: Databases, working: Start, nats: NatsServer) -> None:
    hearing, database = Hearing(), databases("intake")
    await working(hearing.facts)
    body = outbox.envelope(an_answer_given()).model_dump_json(exclude_none=True).replace("given.v1", "given.v9")
    client = await connect(nats.url, name="test")
    await client.jetstream().publish("intake.answer.given.v1.other", body.encode())
    await client.close()

    async def is_parked() -> bool:
        return await _parked(database) == 1

    await until(is_parked)
    assert hearing.heard == []


async def test_while_the_database_is_away_a_fact_is_held_and_not_parked(databases: Databases, working: Start) -> None:
    hearing, database = Hearing(), databases("intake")
    hearing.faults = [ConnectionRefusedError()] * 4
    await working(hearing.facts)
    await _say(database, an_answer_given())
    await until(lambda: hearing.has_heard(1))
    assert await _parked(database) == 0
    async with database.transaction() as session:
        assert await session.scalar(select(func.count()).select_from(inbox)) == 1


async def test_a_worker_refuses_a_broker_that_was_not_provisioned(databases: Databases, nats: NatsServer) -> None:
    worker = Worker(Hearing().facts, databases("intake"), nats.url)
    await worker.start()
    error = await worker.failure()
    await worker.stop()
    assert isinstance(error, NotProvisioned)


async def test_a_worker_refuses_a_durable_that_drifted(databases: Databases, working: Start, nats: NatsServer) -> None:
    first = await working(Hearing().facts)
    await first.stop()
    client = await connect(nats.url, name="test")
    info = await client.jsm().consumer_info("FACTS", "intake-answer-given")
    assert info.config is not None
    info.config.ack_wait = 5
    await client.jsm().add_consumer("FACTS", info.config)
    await client.close()
    worker = Worker(Hearing().facts, databases("intake"), nats.url)
    await worker.start()
    error = await worker.failure()
    await worker.stop()
    assert "ack_wait" in str(error)


async def test_a_fact_over_64_kilobytes_is_refused_before_it_is_stored(databases: Databases) -> None:
    with pytest.raises(outbox.FactTooLarge):
        await _say(databases("intake"), an_answer_given(text="x" * 70_000))


async def test_published_rows_are_marked_and_kept(databases: Databases, working: Start) -> None:
    hearing, database = Hearing(), databases("intake")
    await working(hearing.facts)
    await _say(database, an_answer_given())
    await until(lambda: hearing.has_heard(1))

    async def all_marked() -> bool:
        return await _unpublished(database) == 0

    await until(all_marked)
    async with database.transaction() as session:
        # Published once more, as `republish` does: the same id, so no second effect.
        await session.execute(update(outbox_table).values(published_at=None))
    await until(all_marked)
    assert len(hearing.heard) == 1
