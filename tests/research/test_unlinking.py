"""A link that was undone: the report counts there no more, whatever is heard first."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from services.research.repository import dossiers, linked_reports
from services.research.subscribers import facts
from shared import clock
from shared.contracts.base import Fact
from shared.contracts.triage import ReportUnlinkedV1
from shared.database import Database
from shared.history import history_of
from shared.ids import new_id
from tests.builders import a_report_submitted
from tests.facts import deliver
from tests.research.facts_heard import TITLE, Databases, a_report_linked

NOON = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)


@pytest.fixture
def research(databases: Databases) -> Database:
    return databases("research")


async def _count(research: Database, reference: str = "D-26-001") -> int:
    async with research.transaction() as session:
        dossier = await dossiers.by_reference(session, reference)
        assert dossier
        return len((await linked_reports.estimates(session, [dossier.id]))[dossier.id])


@pytest.mark.parametrize("order", list(permutations(range(3))))
async def test_the_last_decision_counts_whatever_is_heard_first(research: Database, order: tuple[int, ...]) -> None:
    report, dossier_id = a_report_submitted(), new_id()
    await deliver(research, facts, report)
    link = a_report_linked(report_id=report.report_id, dossier_id=dossier_id)
    undo = ReportUnlinkedV1(
        report_id=report.report_id, dossier_id=dossier_id, dossier_title=TITLE, undoes=new_id(), decided_by="Mo",
        answer_by=clock.today(),
    )  # fmt: skip
    said: list[Fact] = [link, undo, a_report_linked(report_id=report.report_id, dossier_id=dossier_id)]
    for number in order:
        with clock.frozen(NOON + timedelta(minutes=number)):
            await deliver(research, facts, said[number], times=2)
    assert await _count(research) == 1


async def test_an_undone_link_counts_no_more_and_the_dossier_says_so(research: Database) -> None:
    report, other, dossier_id = a_report_submitted(), a_report_submitted(reference="RW-26-0002"), new_id()
    for one in (report, other):
        await deliver(research, facts, one)
        await deliver(research, facts, a_report_linked(report_id=one.report_id, dossier_id=dossier_id))
    assert await _count(research) == 2
    undo = ReportUnlinkedV1(
        report_id=report.report_id, dossier_id=dossier_id, dossier_title=TITLE, undoes=new_id(), decided_by="Mo",
        answer_by=clock.today(),
    )  # fmt: skip
    await deliver(research, facts, undo, times=3)
    assert await _count(research) == 1
    async with research.transaction() as session:
        lines = [entry.text for entry in await history_of(session, dossier_id)]
    assert lines.count(f"Ontkoppelde melding {report.reference}. Dat was een vergissing.") == 1
