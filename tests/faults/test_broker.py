"""The broker goes away or carries what nobody can read."""

import json

import httpx
import pytest

from shared.ids import new_id
from shared.messaging.connection import connect
from tests.builders import a_report_submitted
from tests.mailbox import Mailbox
from tests.pace import at_leisure
from tests.practice import an_address, report_by_api, report_by_form
from tests.system import RunningSystem
from tests.workers import until

pytestmark = pytest.mark.faults


async def test_while_the_broker_is_away_reports_are_taken_and_mailed_once_when_it_is_back(
    system: RunningSystem, practice: httpx.AsyncClient, mailbox: Mailbox
) -> None:
    by_form, by_api = an_address(), an_address()
    with system.without("nats-server"):
        sent = await report_by_form(practice, by_form)
        await report_by_api(practice, by_api)
        assert sent.reference in (await practice.get(sent.status_page)).text
        assert await mailbox.subjects(by_form) == []
    await mailbox.mail_to(by_form)
    await mailbox.mail_to(by_api)
    await _everything_before_is_mailed(practice, mailbox)
    assert len(await mailbox.mails(by_form)) == 1
    assert len(await mailbox.mails(by_api)) == 1


async def _everything_before_is_mailed(practice: httpx.AsyncClient, mailbox: Mailbox) -> None:
    """A later report takes the same way, so a second mail of an earlier one would be there by then."""
    later = an_address()
    await report_by_api(practice, later)
    await mailbox.mail_to(later)


async def _publish(system: RunningSystem, subject: str, body: bytes) -> None:
    known = system.variables
    seed = json.loads(known["NATS_SEEDS"])["intake"]
    client = await connect(known["NATS_URL"], name="regelwijzer-intake", seed=seed)
    await client.jetstream().publish(subject, body)
    await client.close()


def _of_version_nine() -> bytes:
    from shared.messaging.outbox import envelope

    return (
        envelope(a_report_submitted())
        .model_dump_json(exclude_none=True)
        .replace("submitted.v1", "submitted.v9")
        .encode()
    )


@pytest.mark.parametrize("body", [b"{not a fact", _of_version_nine()], ids=["malformed", "unknown version"])
async def test_what_nobody_can_read_is_parked_for_people_and_the_rest_flows_on(
    system: RunningSystem, practice: httpx.AsyncClient, mailbox: Mailbox, body: bytes
) -> None:
    subject = f"intake.report.submitted.v1.{new_id()}"
    await _publish(system, subject, body)

    async def is_parked() -> bool:
        listed = [line for line in system.command("parked", "list").splitlines() if subject in line]
        return {line.split()[3] for line in listed} >= {"triage", "notifier"}

    await until(is_parked, at_most=at_leisure(15))
    await _everything_before_is_mailed(practice, mailbox)
