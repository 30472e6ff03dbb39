"""What the broker keeps is full, is lost, or is no longer what was provisioned."""

import shutil
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager

import httpx
import pytest

from shared.contracts.intake import ReportSubmittedV1
from shared.contracts.triage import CaseOpenedV1
from shared.messaging.streams import MEGABYTE
from tests.faults.messaging.mortal import Changes
from tests.faults.messaging.stage import Stage
from tests.faults.messaging.worker_process import Launch, WorkerProcess
from tests.pace import BUSY, at_leisure
from tests.practice import an_address, report_by_api
from tests.servers import NatsServer
from tests.workers import until

pytestmark = pytest.mark.faults

ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]

# The stream of facts then holds 16 kilobytes: some ten reports.
TINY_MEGABYTE = 4
MORE_THAN_FITS = 30
ALARM_SECONDS = 60
LOOK_SECONDS = 1.5


async def test_while_the_broker_is_full_reports_are_taken_and_all_flow_on_when_it_has_room(
    stage: Stage, launch: Launch, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.messaging.streams.MEGABYTE", TINY_MEGABYTE)
    await stage.provision()
    worker = await launch(
        "intake", "triage", changes=Changes(limits={"shared.messaging.streams.MEGABYTE": TINY_MEGABYTE})
    )
    async with client_for("intake") as practice:
        sent = [(await report_by_api(practice, an_address())).reference for _ in range(MORE_THAN_FITS)]
        await until(lambda: worker.has_said("broker_refused"))
        sent.append((await report_by_api(practice, an_address())).reference)
    await worker.kill()
    monkeypatch.setattr("shared.messaging.streams.MEGABYTE", MEGABYTE)
    await stage.provision()
    await launch("intake", "triage")
    await stage.have_cases(sent)
    await until(stage.is_settled)
    assert await stage.count("cases") == await stage.count("history") == len(sent)


async def test_a_broker_that_lost_all_it_had_is_filled_again_and_everything_moves_on_once(
    stage: Stage, launch: Launch, nats: NatsServer, client_for: ClientFor
) -> None:
    async with client_for("intake") as practice:
        heard = [(await report_by_api(practice, an_address())).reference for _ in range(3)]
        both = await launch("intake", "triage")
        await stage.have_cases(heard)
        await until(stage.is_settled)
        await both.kill()
        unheard = [(await report_by_api(practice, an_address())).reference for _ in range(2)]
        intake = await launch("intake")
        await stage.has_messages(ReportSubmittedV1, len(heard + unheard))
        await intake.kill()
        nats.kill()
        shutil.rmtree(nats.folder / "jetstream")
        unsaid = [(await report_by_api(practice, an_address())).reference for _ in range(2)]
    nats.start()
    await stage.reconnected()
    await stage.provision()
    await launch("intake", "triage")
    sent = heard + unheard + unsaid
    await stage.have_cases(sent)
    await stage.has_messages(ReportSubmittedV1, len(sent))
    await stage.has_messages(CaseOpenedV1, len(sent))
    await until(stage.is_settled)
    assert await stage.count("cases") == await stage.count("history") == len(sent)


async def _durable_deleted(stage: Stage) -> None:
    await stage.manager.delete_consumer("FACTS", "triage-report-submitted")


async def _stream_deleted(stage: Stage) -> None:
    await stage.manager.delete_stream("FACTS")


async def _durable_drifted(stage: Stage) -> None:
    info = await stage.manager.consumer_info("FACTS", "triage-report-submitted")
    assert info.config is not None
    info.config.ack_wait = 5
    await stage.manager.add_consumer("FACTS", info.config)


BROKEN = [
    (_durable_deleted, "the broker misses something: consumer not found"),
    (_stream_deleted, "the broker misses something: stream not found"),
    (_durable_drifted, "durable triage-report-submitted has ack_wait 5"),
]


@pytest.mark.parametrize(("damage", "reason"), BROKEN, ids=["durable deleted", "stream deleted", "durable drifted"])
async def test_what_is_broken_at_the_broker_ends_the_worker_with_the_reason_and_without_a_busy_loop(
    stage: Stage, launch: Launch, damage: Callable[[Stage], Awaitable[None]], reason: str
) -> None:
    worker = await _watching(launch)
    await damage(stage)
    assert await worker.busy(LOOK_SECONDS) < BUSY
    assert await worker.ended(at_most=at_leisure(4 * LOOK_SECONDS)) == 1
    (told,) = [line["reason"] for line in worker.log if line["event"] == "worker_ended"]
    assert reason in told
    assert "run `regelwijzer provision`" in told


def test_the_alarm_comes_within_a_minute() -> None:
    from shared.messaging import broker_watch

    # A difference counts when it is seen twice.
    assert 3 * broker_watch.LOOK_SECONDS <= ALARM_SECONDS


async def _watching(launch: Launch) -> WorkerProcess:
    limits = {"shared.messaging.broker_watch.LOOK_SECONDS": LOOK_SECONDS}
    worker = await launch("triage", changes=Changes(limits=limits))
    await worker.started()
    return worker
