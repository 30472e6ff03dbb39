"""What is about a report that was taken back is not sent any more, whichever was heard first."""

from collections.abc import Callable, Sequence

import pytest
from sqlalchemy import select

from services.escalation.subscribers import facts
from services.escalation.tables import Handover
from shared.contracts.base import Fact
from shared.contracts.intake import ReportWithdrawnV1
from shared.contracts.vocabulary import WithdrawReason
from shared.database import Database
from shared.history import history_of
from shared.ids import new_id
from shared.messaging.failures import TooEarly
from tests.builders import a_report_submitted
from tests.escalation.facts_heard import a_handover_decided
from tests.facts import deliver


@pytest.fixture
def escalation(databases: Callable[[str], Database]) -> Database:
    return databases("escalation")


@pytest.mark.parametrize("is_late", [True, False], ids=["after the decision", "before the decision"])
async def test_a_draft_is_closed_and_says_why(escalation: Database, is_late: bool) -> None:
    report = a_report_submitted()
    taken_back = ReportWithdrawnV1(report_id=report.report_id, reason=WithdrawReason.SOLVED)
    decided = a_handover_decided(report_id=report.report_id)
    order: Sequence[Fact] = [report, decided, taken_back] if is_late else [report, taken_back, decided]
    for fact in order:
        await deliver(escalation, facts, fact, times=2)
    async with escalation.transaction() as session:
        handover = (await session.scalars(select(Handover))).one()
        log = [entry.text for entry in await history_of(session, handover.id)]
    assert handover.state == "closed"
    assert log[0] == "Niet verstuurd. De melder trok de melding in."
    assert len(log) == 2


async def test_a_report_that_is_not_known_yet_is_too_early(escalation: Database) -> None:
    with pytest.raises(TooEarly):
        await deliver(escalation, facts, ReportWithdrawnV1(report_id=new_id(), reason=WithdrawReason.OTHER))
