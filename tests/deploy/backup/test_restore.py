"""A backup goes back whole into an empty place, or not at all."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy.engine import URL

from deploy.backup import backup_file, content, database, keys, making
from deploy.backup.dumping import Dump, dumping
from deploy.backup.making import Made
from deploy.backup.manifest import Manifest, describe
from deploy.backup.on_servers import restore
from deploy.backup.restoring import Restore
from deploy.embedded.failure import StartError
from deploy.preparation import migrate_database
from deploy.services import existing, subscribers_of
from services.intake.erasure_list import Listed
from shared import clock
from shared.contracts.intake import ReportSubmittedV1
from shared.contracts.vocabulary import EraseReason
from shared.database import Database
from shared.database.migration import newest_version
from shared.database.roles import statements
from shared.erasure_list import add_to_list
from shared.messaging.connection import connect
from shared.messaging.provisioning import provision
from shared.settings import Settings
from tests.deploy.backup.conftest import Databases, Place, report
from tests.deploy.backup.first_version import as_in_the_first_version
from tests.deploy.backup.handover_rows import A_SENT_HANDOVER, HEARD, NOT_HEARD
from tests.servers import NatsServer


def put_back(place: Place, made: Made, *, replaces: bool = False, new_secrets: bool = False) -> str:
    return restore(made.file, keys.identities(place.key_file), replaces=replaces, new_secrets=new_secrets)


def ask(url: str, query: str) -> list[tuple[object, ...]]:
    with database.connect(url) as connection:
        answer = connection.execute(query.encode())
        return answer.fetchall() if answer.description else []


def measured(url: str) -> dict[str, str]:
    with database.connect(url) as connection:
        return content.measure(connection)


def kept_by_people(tables: dict[str, str]) -> dict[str, str]:
    """What a restore leaves as it was: all but the tables that say what the broker knows and what we wait for."""
    changed = ("outbox", "streams_seen", "sweeps", "awaited")
    return {name: hashed for name, hashed in tables.items() if name.partition(".")[2] not in changed}


async def test_what_was_backed_up_is_there_again_and_each_service_may_work_with_it(
    place: Place, databases: Databases, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when more comes in while the backup is made: it holds one moment."""

    @contextmanager
    def meanwhile(url: str, snapshot: str) -> Iterator[Dump]:
        asyncio.run(report_from_elsewhere(url))
        with dumping(url, snapshot) as dump:
            yield dump

    monkeypatch.setattr(making, "dumping", meanwhile)
    made = await asyncio.to_thread(place.back_up)
    assert ask(place.url, "select count(*) from intake.reports") == [(4,)]
    told = await asyncio.to_thread(put_back, place, made)
    assert told.startswith(f"{made.manifest.rows:,} rows as of ")
    assert kept_by_people(measured(target)) == kept_by_people(made.manifest.tables)
    assert ask(target, "select count(*) from intake.outbox") == [(6,)]
    services = {service: Database(target, service) for service in existing()}
    await report(services.__getitem__)
    assert ask(target, "select count(*) from intake.reports") == [(4,)]
    for service in services.values():
        await service.close()


async def report_from_elsewhere(url: str) -> None:
    service = Database(url, "intake")
    await report(lambda _: service)
    await service.close()


async def test_what_the_broker_knows_of_a_later_time_goes(place: Place, target: str, nats: NatsServer) -> None:
    made = place.back_up()
    await provision(nats.url, [])
    client = await connect(nats.url, name="test")
    await client.jetstream().publish("intake.answer.given.v1.x", b"said after the backup")
    await asyncio.to_thread(put_back, place, made)
    assert (await client.jsm().stream_info("FACTS")).state.messages == 0
    await client.close()


def test_facts_that_somebody_did_not_hear_go_first(place: Place, target: str) -> None:
    heard(place, but="triage", of=place.reports[2].report_id)
    told = put_back(place, place.back_up())
    assert "1 facts, 0 addresses and 0 packages that were not heard go first" in told
    waiting = ask(target, "select right(subject, 36) from intake.outbox where published_at is null")
    assert waiting == [(str(place.reports[2].report_id),)]
    # The workers find that the stream is another one, and let the rest follow.
    assert ask(target, "select name, extract(year from created_at)::int from intake.streams_seen") == [("FACTS", 1970)]


def test_contact_data_that_was_on_its_way_is_given_again(place: Place, target: str) -> None:
    heard(place)
    lost = place.reports[1].report_id
    ask(place.url, f"delete from notifier.contacts where report_id = '{lost}'")
    told = put_back(place, place.back_up())
    assert "0 facts, 1 addresses and 0 packages that were not heard go first" in told
    due = ask(target, "select report_id, sign from intake.awaited where due_at <= now()")
    assert due == [(lost, "mail")]


def test_a_package_that_was_on_its_way_is_said_again(place: Place, target: str) -> None:
    heard(place)
    ask(place.url, A_SENT_HANDOVER.format(number=1) + NOT_HEARD)
    ask(place.url, A_SENT_HANDOVER.format(number=2) + HEARD)
    told = put_back(place, place.back_up())
    assert "0 facts, 0 addresses and 1 packages that were not heard go first" in told
    waiting = ask(target, "select body::json -> 'data' ->> 'reference' from escalation.outbox where stream = 'PRIVATE'")
    assert waiting == [("H-26-001",)]


def test_what_was_erased_after_the_backup_is_erased_again(
    place: Place, target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, erased = place.back_up(), place.reports[1].report_id
    listed = Listed(report_id=erased, reason=EraseReason.REQUESTED, erased_at=clock.now())
    add_to_list(tmp_path / "erasures.jsonl", [listed])
    monkeypatch.setenv("INTAKE_ERASURE_LIST", str(tmp_path / "erasures.jsonl"))
    assert "1 erasures are done again" in put_back(place, made)
    assert (erased,) not in ask(target, "select report_id from intake.reporters")
    assert ask(target, f"select count(*) from intake.awaited where report_id = '{erased}' and due_at <= now()") == [
        (0,)
    ]


def heard(place: Place, *, but: str = "", of: object = None) -> None:
    """Everybody heard everything, but for one service that did not hear of one report."""
    ask(place.url, "delete from intake.outbox where stream = 'PRIVATE'")
    ask(place.url, "update intake.outbox set published_at = now()")
    for service in existing():
        facts = subscribers_of(service)
        for one in facts.subscriptions if facts else []:
            if one.kind is ReportSubmittedV1:
                missed = f"where right(subject, 36) <> '{of}'" if service == but else ""
                ask(
                    place.url,
                    f"insert into {service}.inbox (consumer, event_id)"
                    f" select '{one.name}', event_id from intake.outbox {missed}",
                )
    for known in place.reports:
        values = f"'{known.report_id}', 'Noor', 'noor@example.nl', '{known.link_token}', now()"
        ask(place.url, f"insert into notifier.contacts values ({values})")


def damage(file: Path, change: Callable[[bytes], bytes]) -> None:
    file.write_bytes(change(file.read_bytes()))


def flipped(sealed: bytes) -> bytes:
    middle = len(sealed) // 2
    return sealed[:middle] + bytes([sealed[middle] ^ 1]) + sealed[middle + 1 :]


@pytest.mark.parametrize(
    "change",
    [lambda sealed: sealed[:-1], lambda sealed: sealed[: len(sealed) // 2], lambda _: b"", flipped],
    ids=["cut by a byte", "half", "empty", "one bit"],
)
def test_a_damaged_file_changes_nothing(place: Place, target: str, change: Callable[[bytes], bytes]) -> None:
    made = place.back_up()
    ask(target, "create schema here; create table here.before as select 1 as kept")
    damage(made.file, change)
    with pytest.raises(StartError, match=r"\.age is damaged or not a backup$"):
        put_back(place, made, replaces=True)
    assert measured(target).keys() == {"here.before"}


def test_another_key_opens_nothing(place: Place, target: str) -> None:
    made = place.back_up()
    place.key_file.write_text(keys.new_key())
    with pytest.raises(StartError, match=r"^this private key does not open .*age$"):
        put_back(place, made)


def test_a_copy_that_differs_from_its_manifest_is_never_committed(
    place: Place, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def other(connection: database.Connection, secret_key: str) -> Manifest:
        manifest = describe(connection, secret_key)
        return manifest.model_copy(update={"tables": manifest.tables | {"intake.reports": "3 1 1"}})

    monkeypatch.setattr(making, "describe", other)
    with pytest.raises(StartError, match=r"^the restore failed: table intake.reports is not what was backed up$"):
        put_back(place, place.back_up())
    assert measured(target) == {}


def test_a_place_that_is_not_empty_is_kept_unless_it_may_be_replaced(
    place: Place, target: str, nats: NatsServer
) -> None:
    made = place.back_up()
    put_back(place, made)
    ask(target, "delete from intake.awaited; delete from intake.reporters; delete from intake.reports")
    with pytest.raises(StartError, match=r"^this place is not empty; .*--replace"):
        put_back(place, made)
    assert ask(target, "select count(*) from intake.reports") == [(0,)]
    put_back(place, made, replaces=True)
    assert ask(target, "select count(*) from intake.reports") == [(3,)]


def test_a_place_where_the_system_works_is_left_alone(place: Place, target: str) -> None:
    made = place.back_up()
    service = Database(target, "intake")

    async def while_it_works() -> None:
        async with service.engine.connect():
            with pytest.raises(StartError, match=r"^the system works on this database; stop"):
                await asyncio.to_thread(put_back, place, made, replaces=True)
        await service.close()

    ask(target, "; ".join(statements("intake")))
    asyncio.run(while_it_works())


def test_without_its_broker_nothing_is_restored(
    place: Place, target: str, nats: NatsServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deploy.backup.on_servers.BROKER_SECONDS", 0.5)
    nats.kill()
    with pytest.raises(StartError, match=r"^the broker does not answer at nats://"):
        put_back(place, place.back_up())
    assert measured(target) == {}


def test_links_keep_working_unless_their_key_is_lost(
    place: Place, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = place.back_up()
    monkeypatch.setenv("SECRET_KEY", "another key, just as long as that one")
    with pytest.raises(StartError, match=r"^SECRET_KEY is not the one of this backup"):
        put_back(place, made)
    assert measured(target) == {}
    assert "go first" in put_back(place, made, new_secrets=True)


def test_a_backup_of_a_newer_version_is_refused(place: Place, target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(place.url, "update triage.alembic_version set version_num = '9001'")
    with pytest.raises(StartError, match=r"newer version \(.*: triage 9001\); install that one first$"):
        put_back(place, place.back_up())
    assert measured(target) == {}


def test_a_backup_of_an_older_version_is_brought_up_to_date(
    place: Place, target: str, empty_url: str, postgres: URL
) -> None:
    old = postgres.set(database="first_version").render_as_string(hide_password=False)
    ask(empty_url, "create database first_version")
    try:
        as_in_the_first_version(old)
        ask(
            old,
            "insert into intake.outbox (event_id, stream, subject, body, published_at) values"
            " (gen_random_uuid(), 'FACTS', 'intake.answer.given.v1.x', '{}', now())",
        )
        made = making.Maker(old, place.maker.folder, place.maker.recipients, place.maker.secret_key, {}).make()
    finally:
        ask(empty_url, "drop database first_version with (force)")
    told = put_back(place, made)
    assert told.startswith("migrated ")
    for service in existing():
        assert ask(target, f"select version_num from {service}.alembic_version") == [(newest_version(service),)]
    assert ask(target, "select said_again, published_at is null from intake.outbox") == [(0, True)]


def test_a_restore_that_was_cut_off_is_finished_by_the_next_start(
    place: Place, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, identities = place.back_up(), keys.identities(place.key_file)
    Restore(target, made.file, identities, backup_file.read_head(made.file, identities)).run(lambda: None)
    monkeypatch.setenv("SECRET_KEY", "another key, just as long as that one")
    with pytest.raises(StartError, match=r"^the restore was cut off before it brought its secrets"):
        migrate_database(Settings.read())
    monkeypatch.setenv("SECRET_KEY", place.maker.secret_key)
    assert "go first" in migrate_database(Settings.read())
    assert migrate_database(Settings.read()) == "up to date"
