"""A dossier keeps its figures when a report under it is erased, and loses the words."""

from collections.abc import Callable

from services.research.reading.dossier import dossier_page
from services.research.subscribers import facts
from shared.contracts.intake import CheckAnsweredV1, ReportErasedV1
from shared.contracts.vocabulary import CheckAnswer, EraseReason
from shared.database import Database
from tests.builders import a_report_submitted
from tests.erasing.searching import columns_with
from tests.facts import deliver
from tests.research.facts_heard import a_report_linked

SECRET = "kanarie"


async def test_figures_stay_and_only_the_reason_of_the_erased_report_goes(
    databases: Callable[[str], Database], database_url: str
) -> None:
    research = databases("research")
    first, second = (a_report_submitted(reference=f"RW-26-000{n}", story=f"{SECRET} {n}") for n in (1, 2))
    opened = a_report_linked(report_id=first.report_id, reason=f"Lijkt op {SECRET}")
    joined = a_report_linked(
        report_id=second.report_id, dossier_id=opened.dossier_id, opens_dossier=False, reason="Hoort hier ook"
    )
    answer = CheckAnsweredV1(report_id=first.report_id, answer=CheckAnswer.NO, text=SECRET)
    for fact in (first, opened, second, joined, answer):
        await deliver(research, facts, fact)
    await deliver(research, facts, ReportErasedV1(report_id=second.report_id, reason=EraseReason.REQUESTED))
    assert "research.history.text" in columns_with(database_url, SECRET)
    await deliver(research, facts, ReportErasedV1(report_id=first.report_id, reason=EraseReason.REQUESTED))
    assert columns_with(database_url, SECRET) == []
    async with research.transaction() as session:
        page = await dossier_page(session, "D-26-001")
    assert page
    assert (page.shown.weight.reports, page.shown.weight.minutes_per_month) == (2, 120)
    texts = [entry.text for entry in page.history]
    assert "Opende dit dossier. (gewist)" in texts
    assert "Melding RW-26-0001 is gewist. De cijfers tellen nog mee." in texts
