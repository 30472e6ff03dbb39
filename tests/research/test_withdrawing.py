"""A report that was taken back stays to be read, and counts no more, whichever was heard first."""

from collections.abc import Sequence

import pytest

from services.research.reading.dossier import DossierPage, dossier_page
from services.research.subscribers import facts
from shared.contracts.base import Fact
from shared.contracts.intake import ReportWithdrawnV1
from shared.contracts.vocabulary import WithdrawReason
from shared.database import Database
from shared.ids import new_id
from shared.messaging.failures import TooEarly
from tests.builders import a_report_submitted
from tests.facts import deliver
from tests.research.facts_heard import Databases, a_report_linked


@pytest.fixture
def research(databases: Databases) -> Database:
    return databases("research")


async def _page(research: Database) -> DossierPage:
    async with research.transaction() as session:
        found = await dossier_page(session, "D-26-001")
    assert found
    return found


def _two_reports() -> tuple[list[Fact], list[Fact], ReportWithdrawnV1]:
    """Two reports, their links to one dossier, and that the second is taken back."""
    first, second = a_report_submitted(), a_report_submitted(reference="RW-26-0002", minutes_per_month=600)
    opened = a_report_linked(report_id=first.report_id)
    linked = a_report_linked(report_id=second.report_id, dossier_id=opened.dossier_id, opens_dossier=False)
    return (
        [first, second],
        [opened, linked],
        ReportWithdrawnV1(report_id=second.report_id, reason=WithdrawReason.SOLVED),
    )


@pytest.mark.parametrize("is_late", [True, False], ids=["after the link", "before the link"])
async def test_the_dossier_weighs_less_and_says_why(research: Database, is_late: bool) -> None:
    reports, links, taken_back = _two_reports()
    order: Sequence[Fact] = [*reports, *links, taken_back] if is_late else [*reports, taken_back, *links]
    for fact in order:
        await deliver(research, facts, fact, times=2)
    page = await _page(research)
    weight = page.shown.weight
    assert (weight.reports, weight.practices, weight.minutes_per_month) == (1, 1, 60)
    assert [report.record.withdrawn_at is not None for report in page.reports] == [False, True]
    told = [entry.text for entry in page.history if "ingetrokken" in entry.text]
    assert told == ["Melding RW-26-0002 is ingetrokken. Hij telt niet meer mee."]


async def test_a_report_that_is_not_known_yet_is_too_early(research: Database) -> None:
    with pytest.raises(TooEarly):
        await deliver(research, facts, ReportWithdrawnV1(report_id=new_id(), reason=WithdrawReason.OTHER))
