"""What was erased leaves the broker, its files included."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from shared.contracts.base import Fact
from shared.contracts.escalation import PackageAddressedV1
from shared.contracts.pieces import Hider, make_piece
from shared.contracts.words import without_words
from shared.ids import new_id
from shared.messaging import outbox
from shared.messaging.clearing import BrokerAway, broker_of, clear, clear_spent
from shared.messaging.connection import connect
from shared.messaging.provisioning import provision
from tests.browserlike import settings_for_tests
from tests.builders import a_contact_given, a_report_submitted, an_answer_given
from tests.servers import NatsServer

SECRET = "kanarie"


async def published(nats: NatsServer, *facts: Fact | tuple[str, bytes]) -> None:
    client = await connect(nats.url, name="regelwijzer-test")
    for fact in facts:
        subject, body = fact if isinstance(fact, tuple) else (fact.subject, _body(fact))
        await client.jetstream().publish(subject, body)
    await client.close()


def _body(fact: Fact) -> bytes:
    return outbox.envelope(fact).model_dump_json(exclude_none=True).encode()


def files_with(folder: Path, words: str) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file() and words.encode() in path.read_bytes()]


async def subjects(nats: NatsServer, stream: str) -> set[str]:
    client = await connect(nats.url, name="regelwijzer-test")
    info = await client.jsm().stream_info(stream, subjects_filter=">")
    await client.close()
    return set(info.state.subjects or {})


def about(report_id: UUID) -> list[Fact]:
    return [
        a_report_submitted(report_id=report_id, story=f"{SECRET} in een verhaal"),
        a_contact_given(report_id=report_id, name=SECRET),
        an_answer_given(report_id=report_id, text=SECRET),
    ]


async def test_words_leave_the_broker_and_its_files_and_the_rest_stays(nats: NatsServer) -> None:
    await provision(nats.url, [])
    report_id, other = new_id(), an_answer_given(text="van een ander")
    without = without_words(an_answer_given(report_id=report_id))
    broken = (f"triage.question.asked.v1.{report_id}", f"{SECRET}, niet te lezen".encode())
    await published(nats, *about(report_id), without, broken, other)
    assert files_with(nats.folder, SECRET)
    async with broker_of(settings_for_tests(nats_url=nats.url), "intake") as broker:
        assert await clear(broker, report_id) == 4
        assert await clear(broker, report_id) == 0
    assert files_with(nats.folder, SECRET) == []
    assert await subjects(nats, "FACTS") == {without.subject, other.subject}
    assert await subjects(nats, "PRIVATE") == set()


async def test_what_holds_a_hidden_piece_leaves_the_broker_and_the_rest_stays(nats: NatsServer) -> None:
    await provision(nats.url, [])
    report_id, other = new_id(), an_answer_given(text=f"{SECRET} van een ander")
    kept = a_report_submitted(report_id=report_id, story="een verhaal dat blijft")
    package = PackageAddressedV1(
        handover_id=report_id, reference="H-26-001", to_name="HIT", to_email="a", mail_subject=SECRET, paragraphs=[]
    )
    await published(nats, kept, *about(report_id)[1:], package, other)
    hider = Hider([make_piece(new_id(), SECRET, "key")], "key")
    async with broker_of(settings_for_tests(nats_url=nats.url), "intake") as broker:
        assert await clear(broker, report_id, hider, spare_contact_data=True) == 1
        assert len(await subjects(nats, "PRIVATE")) == 2
        assert await clear(broker, report_id, hider) == 1
    assert await subjects(nats, "FACTS") == {kept.subject, other.subject}
    # How to reach the reporter stays.
    assert len(await subjects(nats, "PRIVATE")) == 1


async def test_contact_data_leaves_the_files_after_its_time(nats: NatsServer) -> None:
    await provision(nats.url, [])
    await published(nats, a_contact_given(name=SECRET), a_contact_given(name=SECRET))
    now = datetime.now(UTC)
    async with broker_of(settings_for_tests(nats_url=nats.url), "intake") as broker:
        assert await clear_spent(broker, now - timedelta(minutes=1)) == 0
        assert await clear_spent(broker, now + timedelta(minutes=1)) == 2
    assert files_with(nats.folder, SECRET) == []


async def test_a_broker_that_is_away_is_said_so(nats: NatsServer) -> None:
    nats.kill()
    with pytest.raises(BrokerAway):
        async with broker_of(settings_for_tests(nats_url=nats.url), "intake"):
            raise AssertionError("nobody is there")
