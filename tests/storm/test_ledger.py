"""The ledger finds nothing in a world where all went well, and finds every wrong that is planted in it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import asyncpg
import pytest
from sqlalchemy.engine import URL

from deploy.services import existing
from shared.database import Database
from tests.browserlike import settings_for_tests
from tests.databases import fresh_database
from tests.storm.arrivals import Arrived
from tests.storm.evidence import Evidence, gather
from tests.storm.journal import Deed, Journal
from tests.storm.ledger import violations
from tests.storm.played import played


@dataclass
class World:
    """Where the world lies, and what people and sink know of it."""

    url: str
    journal: Journal
    arrived: list[Arrived]

    @asynccontextmanager
    async def after(self, statement: str = "") -> AsyncIterator[Evidence]:
        """What the ledger sees after a statement that is taken back again."""
        connection = await asyncpg.connect(self.url)
        change = connection.transaction()
        await change.start()
        # Histories refuse to be changed; this is what a wrong restore would do to them.
        await connection.execute("set local session_replication_role = replica")
        await connection.execute(statement)
        yield await gather(connection, self.arrived)
        await change.rollback()
        await connection.close()


@pytest.fixture(scope="module")
def world(postgres: URL) -> Iterator[World]:
    """The small world, played once."""
    with fresh_database(postgres) as url:
        yield asyncio.run(_played(url.render_as_string(hide_password=False)))


async def _played(url: str) -> World:
    databases = {service: Database(url, service, connections=2) for service in existing()}
    made = await played(databases, settings_for_tests(database_url=url))
    for database in databases.values():
        await database.close()
    return World(url.replace("+asyncpg", ""), made.journal, made.mailer.arrived)


async def test_a_world_in_which_all_went_well_balances(world: World) -> None:
    async with world.after("select 1") as evidence:
        assert violations(evidence, world.journal) == []
        assert len(evidence.tables["reports"]) == 7
        assert len(evidence.arrived) == len(evidence.tables["mails"]) > 15
        assert {entry.deed for entry in world.journal.confirmed()} == set(Deed)


NEW_ID = "'01a20161-0000-7000-8000-000000000000'"
FIRST = "(select report_id from triage.cases order by reference limit 1)"
COPY_OF_OUTBOX = "insert into {0}.outbox (event_id, stream, subject, body, published_at) select " + NEW_ID
COPY_OF_OUTBOX += ", stream, subject, body, now() from {0}.outbox where subject like '{1}' limit 1"

PLANTED = {
    "a deleted case": ("delete from triage.cases where reference like '%-0001'", "lost: no case"),
    "a case of nothing": (
        f"insert into triage.cases select * from jsonb_populate_record(null::triage.cases,"
        f" (select to_jsonb(c) || jsonb_build_object('report_id', {NEW_ID}, 'reference', 'RW-26-0099')"
        " from triage.cases c limit 1))",
        "uninvited: case",
    ),
    "a deleted report": ("delete from intake.reports where reference like '%-0002'", "lost: report RW-"),
    "a report nobody sent": (
        "update intake.reporters set email = 'nobody@storm.example' where email like 'wacht@%'",
        "uninvited: report RW-",
    ),
    "a gap in the numbers": (
        "update intake.reports set reference = left(reference, -4) || '0077' where reference like '%-0003'",
        "gap: RW-",
    ),
    "an unknown report": ("delete from research.reports where reference like '%-0004'", "lost: no among reports known"),
    "a forgotten address": (
        "delete from notifier.contacts where email like 'vraag@%'",
        "lost: no among contacts",
    ),
    "a lost link": ("delete from research.linked_reports", "lost: no link"),
    "a deleted notice": (
        "delete from notifier.notices where id = (select id from notifier.notices order by id limit 1)",
        "lost: no notice",
    ),
    "a notice that is not shown": (
        "delete from intake.notices where id = (select id from intake.notices order by id limit 1)",
        "lost: no shown notice",
    ),
    "a notice about nothing": (
        f"update notifier.notices set fact_id = {NEW_ID} where kind = 'closed'",
        "uninvited: notice",
    ),
    "a notice without a mail": (
        "delete from notifier.mails where purpose = 'notice' and ctid = (select min(ctid) from notifier.mails)",
        "lost: no mail of",
    ),
    "a mail that waits": ("update notifier.mails set state = 'retrying'", "waiting: mail"),
    "a mail that nobody sent": ("delete from notifier.mails where purpose = 'package'", "uninvited: mail"),
    "a decision that is gone": (
        "delete from triage.outbox where subject like 'triage.report.closed.%'",
        "lost: decision 1 close",
    ),
    "a decision said twice": (COPY_OF_OUTBOX.format("triage", "triage.report.closed.%"), "doubled: 2 times decision"),
    "a decision of nobody": (
        "update triage.outbox set body = replace(body, '1 close', '9 close') where subject like '%.closed.%'",
        "uninvited: decision of nobody",
    ),
    "an answer given twice": (COPY_OF_OUTBOX.format("intake", "intake.answer.given.%"), "doubled: 2 times answer"),
    "a case opened twice": (COPY_OF_OUTBOX.format("triage", "triage.case.opened.%"), "doubled: 2 times triage.case"),
    "a fact that was not said": (
        "delete from intake.outbox where subject like 'intake.report.submitted.%'",
        "lost: no intake.report.submitted.v1",
    ),
    "a fact nobody heard": (
        "delete from triage.inbox where consumer = 'triage-answer-given'",
        "lost: no effect in triage-answer-given",
    ),
    "an effect without a cause": (
        f"insert into triage.inbox (consumer, event_id) values ('triage-answer-given', {NEW_ID})",
        "uninvited: effect in triage-answer-given",
    ),
    "a fact that did not go out": ("update intake.outbox set published_at = null", "waiting: intake.report.submitted"),
    "a sign not seen": (
        f"insert into intake.awaited (report_id, sign, due_at) values ({NEW_ID}, 'case', now())",
        "waiting: case of report",
    ),
    "a parked fact": (
        "insert into triage.parked (id, consumer, stream, stream_sequence, subject, body, reason, failures,"
        " first_failed_at, last_failed_at, fingerprint)"
        f" values ({NEW_ID}, 'triage-answer-given', 'FACTS', 1, 'x', '', 'planted', 1, now(), now(), '')",
        "parked: triage-answer-given",
    ),
    "an illegal move of a case": (
        "insert into triage.history (id, about_id, at, who, text, internal) select gen_random_uuid(), report_id, now(),"
        " 'Sanne', 'Door te geven aan HIT.', false from triage.cases where state = 'closed'",
        "illegal: RW-",
    ),
    "a case in another state": ("update triage.cases set state = 'new' where state = 'answered'", "illegal: RW-"),
    "an illegal move of a dossier": (
        "insert into research.history (id, about_id, at, who, text, internal) select gen_random_uuid(), id, now(),"
        " 'Sanne', 'Rondde af: Opgelost. Reden: zo.', false from research.dossiers",
        "illegal: D-",
    ),
    "an illegal move of a handover": (
        "insert into escalation.history (id, about_id, at, who, text, internal) select gen_random_uuid(), id, now(),"
        " 'Sanne', 'Verstuurde het dossier naar HIT.', false from escalation.handovers",
        "illegal: H-",
    ),
    "a decision that was not written down": (
        "delete from triage.history where text like 'Beantwoord met %'",
        "audit: RW-",
    ),
    "a history of nothing": (f"update triage.history set about_id = {NEW_ID}", "uninvited: case history"),
    "a lost package": ("delete from notifier.packages", "lost: package"),
    "a closing that is gone": ("delete from escalation.history where text like 'Sloot dit af%'", "lost: closing"),
}


@pytest.mark.parametrize(("statement", "finding"), PLANTED.values(), ids=PLANTED)
async def test_a_planted_wrong_is_found(world: World, statement: str, finding: str) -> None:
    async with world.after(statement) as evidence:
        found = violations(evidence, world.journal)
    assert [line for line in found if line.startswith(finding)], found


Change = Callable[[list[Arrived]], list[Arrived]]
AT_THE_SINK: dict[str, tuple[Change, str]] = {
    "a mail that did not arrive": (lambda arrived: arrived[1:], "lost: mail"),
    "a doubled mail": (lambda arrived: [*arrived, arrived[0]], "doubled: mail"),
    "a mail from elsewhere": (lambda arrived: [*arrived, replace(arrived[0], mail_id=None)], "uninvited: mail"),
}


@pytest.mark.parametrize(("change", "finding"), AT_THE_SINK.values(), ids=AT_THE_SINK)
async def test_what_is_wrong_in_the_sink_is_found(world: World, change: Change, finding: str) -> None:
    async with world.after("select 1") as evidence:
        evidence.arrived = change(evidence.arrived)
        assert [line for line in violations(evidence, world.journal) if line.startswith(finding)]


async def test_a_package_may_arrive_twice_when_it_is_marked_and_not_otherwise(world: World) -> None:
    async with world.after("update notifier.mails set resent = true where purpose = 'package'") as evidence:
        (package,) = [row["id"] for row in evidence.tables["mails"] if row["purpose"] == "package"]
        (first,) = [one for one in evidence.arrived if one.mail_id == package]
        arrived = evidence.arrived
        evidence.arrived = [*arrived, replace(first, resent=True)]
        assert violations(evidence, world.journal) == []
        evidence.arrived = [*arrived, first]
        assert violations(evidence, world.journal) == [f"doubled: mail {package} arrived again without its mark"]


async def test_who_was_told_two_numbers_or_met_what_should_not_be_is_heard(world: World) -> None:
    journal = Journal()
    journal.tries(Deed.REPORT, "a")
    journal.confirms(Deed.REPORT, "a", "RW-26-0001")
    journal.confirms(Deed.REPORT, "a", "RW-26-0002")
    async with world.after("select 1") as evidence:
        found = violations(evidence, journal)
    assert "complaint: report a was first told RW-26-0001, then RW-26-0002" in found
