"""Attachments in storage that speaks S3: a real server, kept in memory."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager
from datetime import timedelta

import httpx
import pytest
from moto.server import ThreadedMotoServer
from pydantic import SecretStr
from sqlalchemy import select

from services.intake.handlers.erasing import REPORTER, erase
from services.intake.jobs import clear_s3, remove_from_s3
from services.intake.settings import IntakeSettings
from services.intake.tables import Attachment, Report
from services.research import jobs as research_jobs
from services.research.settings import ResearchSettings
from shared import clock
from shared.attachments import forgetting
from shared.attachments.in_s3 import InS3, StoreAway
from shared.attachments.store import store_for
from shared.attachments.tables import attachment_pieces, attachment_removals
from shared.contracts.vocabulary import EraseReason
from shared.database import Database
from shared.ids import new_id
from shared.messaging.jobs import JobContext
from shared.settings import SettingsError
from tests.browserlike import post_form, settings_for_tests, sign_in_as
from tests.intake.filled_in import STEP_ANSWERS
from tests.intake.sending_files import TICK, add_files, start_report
from tests.sent_files import a_pdf

Databases = Callable[[str], Database]
ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
BUCKET = "bijlagen"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of the storage."""
    started = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    started.start()
    host, port = started.get_host_and_port()
    yield f"http://{host}:{port}"
    started.stop()


@pytest.fixture
def s3(server: str, monkeypatch: pytest.MonkeyPatch) -> InS3:
    """Intake, set up to keep attachments there, in an empty bucket."""
    httpx.post(f"{server}/moto-api/reset")
    httpx.put(f"{server}/{BUCKET}").raise_for_status()
    for name, value in {"BUCKET": BUCKET, "ENDPOINT": server, "ACCESS_KEY": "sleutel", "SECRET_KEY": "geheim"}.items():
        monkeypatch.setenv(f"INTAKE_S3_{name}", value)
    return InS3.of(IntakeSettings.read())


def _job(database: Database) -> JobContext:
    return JobContext(database, settings_for_tests())


async def _kept(s3: InS3) -> list[str]:
    return [str(one) async for one in s3.all_before(clock.now() + timedelta(hours=1))]


async def test_what_was_put_comes_back_and_goes(s3: InS3) -> None:
    name, content = new_id(), b"x" * 3_000_000
    await s3.put(name, content)
    assert await s3.get(name) == content
    assert await _kept(s3) == [str(name)]
    for _ in range(2):
        await s3.delete(name)
    assert await s3.get(name) is None


async def test_a_file_lives_in_s3_until_its_report_is_erased(
    s3: InS3, client_for: ClientFor, databases: Databases
) -> None:
    database = databases("intake")
    async with client_for("intake") as client:
        await start_report(client)
        assert (await add_files(client, ("a.pdf", a_pdf()), **TICK)).status_code == 303
        await post_form(client, "/melden/5", STEP_ANSWERS[4])
        async with database.transaction() as session:
            attachment = (await session.scalars(select(Attachment))).one()
            report = (await session.scalars(select(Report))).one()
            assert (await session.scalars(select(attachment_pieces))).all() == []
        assert attachment.store == "s3"
        await sign_in_as(client, [database])
        address = f"/team/meldingen/{report.id}/bijlagen/{attachment.id}"
        assert (await client.get(address)).content.startswith(b"%PDF-")
        async with database.transaction() as session:
            await erase(session, report.id, EraseReason.REQUESTED, REPORTER)
        assert (await client.get(address)).status_code == 410
    assert await _kept(s3) == [str(attachment.id)]
    await remove_from_s3(_job(database))
    assert await _kept(s3) == []
    async with database.transaction() as session:
        assert (await session.scalars(select(attachment_removals))).all() == []


async def test_what_nobody_has_is_cleared_away_after_an_hour(s3: InS3, databases: Databases) -> None:
    await s3.put(new_id(), b"nooit toegevoegd")
    await clear_s3(_job(databases("intake")))
    assert len(await _kept(s3)) == 1
    with clock.frozen(clock.now() + forgetting.STRAY + timedelta(minutes=1)):
        await clear_s3(_job(databases("intake")))
    assert await _kept(s3) == []


async def test_while_the_storage_is_away_a_report_can_go_on_without_files_and_nothing_is_forgotten(
    client_for: ClientFor, databases: Databases, monkeypatch: pytest.MonkeyPatch, s3: InS3
) -> None:
    database, promised = databases("intake"), new_id()
    monkeypatch.setenv("INTAKE_S3_ENDPOINT", "http://127.0.0.1:1")
    away = InS3.of(IntakeSettings.read())
    with pytest.raises(StoreAway):
        await away.get(promised)
    async with client_for("intake") as client:
        await start_report(client)
        answer = await add_files(client, ("a.pdf", a_pdf()), **TICK)
        assert answer.status_code == 422
        assert "We kunnen je bestand nu niet bewaren" in answer.text
        sent = await post_form(client, "/melden/5", STEP_ANSWERS[4])
        assert sent.headers["location"].endswith("/bevestiging")
    async with database.transaction() as session:
        await forgetting.forget(session, {"s3": [promised]})
    await remove_from_s3(_job(database))
    async with database.transaction() as session:
        assert (await session.scalars(select(attachment_removals.c.attachment_id))).all() == [promised]


def test_half_a_set_of_settings_ends_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTAKE_S3_BUCKET", BUCKET)
    with pytest.raises(SettingsError, match="INTAKE_S3_SECRET_KEY"):
        IntakeSettings.read()


def test_no_key_is_shown(s3: InS3) -> None:
    secret = IntakeSettings.read().s3_secret_key
    assert isinstance(secret, SecretStr)
    assert "geheim" not in repr(IntakeSettings.read())


async def test_a_file_stays_where_it_was_put_when_new_ones_go_elsewhere(s3: InS3, databases: Databases) -> None:
    assert store_for(databases("intake"), IntakeSettings.read()).name == "s3"
    assert store_for(databases("intake"), IntakeSettings.read(), "database").name == "database"


async def test_two_services_in_one_bucket_leave_each_other_alone(
    s3: InS3, databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("BUCKET", "ENDPOINT", "ACCESS_KEY", "SECRET_KEY"):
        monkeypatch.setenv(f"RESEARCH_S3_{name}", os.environ[f"INTAKE_S3_{name}"])
    of_research, ours, theirs = InS3.of(ResearchSettings.read()), new_id(), new_id()
    await s3.put(ours, b"a letter")
    await of_research.put(theirs, b"a rule")
    with clock.frozen(clock.now() + timedelta(hours=2)):
        await clear_s3(_job(databases("intake")))
        assert (await s3.get(ours), await of_research.get(theirs)) == (None, b"a rule")
        await research_jobs.clear_s3(_job(databases("research")))
        assert await of_research.get(theirs) is None
