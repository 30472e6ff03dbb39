"""A member's list in the morning: put together from what services say, sent once, when something waits."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from sqlalchemy import insert, select, update
from sqlmodel import col

from services.notifier.handlers import mailing, mornings
from services.notifier.rendering import Waiting, morning_mail
from services.notifier.rendering.html import html_text
from services.notifier.rendering.plain import plain_text
from services.notifier.subscribers import facts
from services.notifier.tables import Mail, MorningList, Report
from shared import clock
from shared.contracts.accounts import ListAddressedV1
from shared.contracts.base import Fact
from shared.contracts.escalation import HandoverListMadeV1, WaitingHandover
from shared.contracts.mornings import MoveAfter, WaitsBecause
from shared.contracts.research import DossierBack, DossierOpenedV1, MeetingToday, TaskListMadeV1, WaitingTask
from shared.contracts.triage import CaseListMadeV1, LateOfAbsent, WaitingCase, WaitingCaseTask
from shared.database import Database
from shared.ids import new_id
from shared.staff.tables import members
from tests.builders import a_report_submitted
from tests.facts import deliver
from tests.research.facts_heard import a_party_listed

MONDAY = date(2026, 11, 23)
LIST, SANNE = new_id(), new_id()
SITE = "http://loket.example"


def at(hour: int, minute: int = 0, day: date = MONDAY) -> datetime:
    """A moment of a day in Amsterdam."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=clock.LOCAL).astimezone(UTC)


@pytest.fixture
async def notifier(databases: Callable[[str], Database]) -> Database:
    database = databases("notifier")
    await _member(database, active=True)
    return database


async def _member(database: Database, *, active: bool) -> None:
    row = {"id": SANNE, "revision": 1, "name": "Sanne de Vries", "role": "lead", "active": active}
    async with database.transaction() as session:
        await session.execute(insert(members).values(row))


def an_address() -> ListAddressedV1:
    return ListAddressedV1(
        list_id=LIST, member_id=SANNE, day=MONDAY, name="Sanne de Vries", email="sanne@voorbeeld.example"
    )


async def some_cases(database: Database) -> CaseListMadeV1:
    """One report that is late, and what is nobody's."""
    report = a_report_submitted(reference="RW-26-0418", title="Elk jaar opnieuw een machtiging")
    await deliver(database, facts, report)
    late = WaitingCase(report_id=report.report_id, because=WaitsBecause.LATE)
    return CaseListMadeV1(list_id=LIST, cases=(late,), cases_in_all=1, nobodys=4, nobodys_late=1)


def no_tasks() -> TaskListMadeV1:
    return TaskListMadeV1(list_id=LIST)


def no_handovers() -> HandoverListMadeV1:
    return HandoverListMadeV1(list_id=LIST)


async def go(database: Database) -> list[Mail]:
    """Let the job run; which mails there are then."""
    async with database.transaction() as session:
        await mornings.send_lists(session)
    async with database.transaction() as session:
        return list(await session.scalars(select(Mail).where(col(Mail.source_id) == LIST)))


async def kept(database: Database) -> MorningList:
    async with database.transaction() as session:
        return await session.get_one(MorningList, LIST)


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (1, 0, 3, 2)])
async def test_the_parts_of_a_list_come_in_any_order_and_make_one_mail(
    notifier: Database, order: tuple[int, ...]
) -> None:
    with clock.frozen(at(6, 31)):
        parts: list[Fact] = [an_address(), await some_cases(notifier), no_tasks(), no_handovers()]
        for number in order:
            await deliver(notifier, facts, parts[number])
    with clock.frozen(at(6, 59)):
        assert await go(notifier) == []
    with clock.frozen(at(7)):
        assert len(await go(notifier)) == 1
        # Whatever is said again makes no other mail.
        for part in parts:
            await deliver(notifier, facts, part)
        assert len(await go(notifier)) == 1
        async with notifier.transaction() as session:
            taken = await mailing.take_out(session, SITE)
    assert taken
    assert taken.envelope.to_address == "sanne@voorbeeld.example"
    assert taken.content.subject == "Vandaag: 1 te laat"


async def test_nothing_to_do_is_no_mail_and_the_address_goes(notifier: Database) -> None:
    with clock.frozen(at(6, 31)):
        for part in (an_address(), CaseListMadeV1(list_id=LIST, nobodys=3), no_tasks(), no_handovers()):
            await deliver(notifier, facts, part)
    with clock.frozen(at(7)):
        assert await go(notifier) == []
        assert (await kept(notifier)).email is None


async def test_a_part_that_is_not_there_is_waited_for_a_quarter_and_then_missed_in_words(notifier: Database) -> None:
    with clock.frozen(at(6, 31)):
        for part in (an_address(), await some_cases(notifier)):
            await deliver(notifier, facts, part)
    with clock.frozen(at(7, 14)):
        assert await go(notifier) == []
    with clock.frozen(at(7, 15)):
        assert len(await go(notifier)) == 1
        async with notifier.transaction() as session:
            taken = await mailing.take_out(session, SITE)
    assert taken
    unknown = "Van je dossiers, taken en overleggen en wat je doorzet weten we het nu niet."
    assert unknown in plain_text(taken.content)


@pytest.mark.parametrize(("hour", "minute", "mails"), [(11, 59, 1), (12, 0, 0)])
async def test_a_list_that_is_late_goes_until_noon(notifier: Database, hour: int, minute: int, mails: int) -> None:
    with clock.frozen(at(hour, minute)):
        for part in (an_address(), await some_cases(notifier), no_tasks(), no_handovers()):
            await deliver(notifier, facts, part)
        assert len(await go(notifier)) == mails


async def test_a_mail_that_waits_past_noon_or_for_who_left_stays_here(notifier: Database) -> None:
    with clock.frozen(at(7)):
        for part in (an_address(), await some_cases(notifier), no_tasks(), no_handovers()):
            await deliver(notifier, facts, part)
        await go(notifier)
        async with notifier.transaction() as session:
            await session.execute(update(members).values(active=False))
            assert await mailing.take_out(session, SITE) is None
        (mail,) = await go(notifier)
    assert (mail.state, mail.why) == ("withheld", "dit teamlid is er niet meer")
    assert (await kept(notifier)).email is None
    assert (await kept(notifier)).cases is None


async def test_the_mail_says_it_in_both_parts_and_how_to_stop(notifier: Database) -> None:
    report, dossier = new_id(), new_id()
    names: dict[UUID, str] = {dossier: "D-26-014: Stomamateriaal"}
    hit = new_id()
    today = tuple(WaitingCase(report_id=report, because=WaitsBecause.TODAY) for _ in range(1))
    cases = CaseListMadeV1(list_id=LIST, cases=today, cases_in_all=12, nobodys=4, nobodys_late=1)
    tasks = TaskListMadeV1(
        list_id=LIST,
        tasks=(
            WaitingTask(dossier_id=dossier, due_on=MONDAY),
            WaitingTask(dossier_id=new_id(), due_on=date(2026, 11, 20)),
        ),
        tasks_in_all=2,
        meetings=(MeetingToday(dossier_id=dossier, starts_at=at(14)),),
        dossiers=(DossierBack(dossier_id=dossier, because=MoveAfter.ANSWERED),),
        dossiers_in_all=1,
    )
    waits = [
        WaitingHandover(reference="H-26-002", party_id=hit, because=MoveAfter.TO_SEND),
        WaitingHandover(reference="H-26-001", party_id=new_id(), because=MoveAfter.SILENT),
    ]
    handovers = HandoverListMadeV1(list_id=LIST, handovers=tuple(waits), handovers_in_all=3)
    reports = {report: "RW-26-0418: Elk jaar opnieuw"}
    waiting = Waiting(MONDAY, cases, tasks, handovers, reports, names, {hit: "Huisartsen Interventie Team"})
    content = morning_mail(waiting, name="Sanne de Vries", site=SITE)
    assert content.subject == "Vandaag: 1 voor vandaag, 1 dossier weer open, 3 doorzettingen, 2 taken, 1 overleg"
    assert content.turn == "Overzicht van 23 november."
    for part in (plain_text(content), html_text(content)):
        for said in (
            "Goedemorgen Sanne de Vries", "RW-26-0418: Elk jaar opnieuw", "D-26-014: Stomamateriaal (vandaag)",
            "een dossier (te laat, 20 november)", "14.00 uur: D-26-014", "En nog 12 dingen.",
            "D-26-014: Stomamateriaal (antwoord binnen)",
            "H-26-002 naar Huisartsen Interventie Team (nog te versturen)",
            "H-26-001 naar een organisatie (geen antwoord)",
            "4 meldingen zijn nog van niemand. 1 is over de afgesproken tijd.", f"{SITE}/team/mijn-werk",
            f"{SITE}/team/profiel",
        ):  # fmt: skip
            assert said in part


async def test_a_handover_alone_is_reason_enough_and_has_the_name_of_its_body(notifier: Database) -> None:
    party = a_party_listed()
    await deliver(notifier, facts, party)
    waits = WaitingHandover(reference="H-26-001", party_id=party.party_id, because=MoveAfter.ANSWERED)
    with clock.frozen(at(7)):
        made = HandoverListMadeV1(list_id=LIST, handovers=(waits,), handovers_in_all=1)
        for part in (an_address(), CaseListMadeV1(list_id=LIST), no_tasks(), made):
            await deliver(notifier, facts, part)
        await go(notifier)
        async with notifier.transaction() as session:
            taken = await mailing.take_out(session, SITE)
    assert taken
    assert f"H-26-001 naar {party.name} (antwoord binnen)" in plain_text(taken.content)


async def test_a_report_that_was_erased_since_is_not_named_and_dossiers_are(notifier: Database) -> None:
    opened = DossierOpenedV1(dossier_id=new_id(), reference="D-26-001", title="Herhaalmachtigingen")
    await deliver(notifier, facts, opened)
    with clock.frozen(at(7)):
        cases = await some_cases(notifier)
        task = WaitingTask(dossier_id=opened.dossier_id, due_on=MONDAY)
        for part in (an_address(), cases, TaskListMadeV1(list_id=LIST, tasks=(task,), tasks_in_all=1),
                     no_handovers()):  # fmt: skip
            await deliver(notifier, facts, part)
        await go(notifier)
        async with notifier.transaction() as session:
            await session.execute(update(Report).values(withdrawn_at=clock.now()))
        async with notifier.transaction() as session:
            taken = await mailing.take_out(session, SITE)
    assert taken
    assert taken.content.subject == "Vandaag: 1 taak"
    assert "D-26-001: Herhaalmachtigingen (vandaag)" in plain_text(taken.content)
    assert taken.envelope.stop_url == f"{SITE}/team/profiel"


async def test_what_is_late_of_who_is_away_is_mailed_to_who_stands_in(notifier: Database) -> None:
    mo = new_id()
    row = {"id": mo, "revision": 1, "name": "Mo Aydın", "role": "researcher", "active": True}
    async with notifier.transaction() as session:
        await session.execute(insert(members).values(row | {"back_on": date(2026, 12, 3)}))
    with clock.frozen(at(7)):
        made = CaseListMadeV1(list_id=LIST, stands_in_for=(LateOfAbsent(member_id=mo, late=2),))
        for part in (an_address(), made, no_tasks(), no_handovers()):
            await deliver(notifier, facts, part)
        await go(notifier)
        async with notifier.transaction() as session:
            taken = await mailing.take_out(session, SITE)
    assert taken
    assert taken.content.subject == "Vandaag: 2 te laat van wie weg is"
    for text in (plain_text(taken.content), html_text(taken.content)):
        words = " ".join(text.split())
        assert "Je valt in voor Mo Aydın (weg tot 3 december). Over de afgesproken tijd: 2 meldingen." in words
        assert f"wie={mo}" in text


async def test_a_task_for_a_report_alone_is_reason_enough(notifier: Database) -> None:
    report = a_report_submitted(reference="RW-26-0418", title="Elk jaar opnieuw een machtiging")
    await deliver(notifier, facts, report)
    due = [WaitingCaseTask(report_id=one, due_on=MONDAY) for one in (report.report_id, new_id())]
    with clock.frozen(at(7)):
        made = CaseListMadeV1(list_id=LIST, case_tasks=tuple(due), case_tasks_in_all=3)
        for part in (an_address(), made, no_tasks(), no_handovers()):
            await deliver(notifier, facts, part)
        await go(notifier)
        async with notifier.transaction() as session:
            taken = await mailing.take_out(session, SITE)
    assert taken
    assert taken.content.subject == "Vandaag: 1 taak"
    words = " ".join(plain_text(taken.content).split())
    assert "Taken bij meldingen: RW-26-0418: Elk jaar opnieuw een machtiging (vandaag)" in words
    assert "En nog 1 ding." in words
