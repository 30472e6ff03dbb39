"""A report that everybody has heard of, full of one word, and handed over."""

from collections.abc import Callable
from uuid import UUID

from deploy.services import subscribers_of
from services.intake.forms import ReportForm
from services.intake.handlers.reporting import submit_report
from shared.contracts.base import Fact
from shared.contracts.triage import HandoverDecidedV1, QuestionAskedV1, ReportLinkedV1
from shared.database import Database
from shared.ids import new_id
from tests.erasing.told import SECRET, SOON
from tests.facts import deliver, said
from tests.intake.filled_in import API_REPORT

HEARERS = ("intake", "triage", "research", "escalation", "notifier")


async def reported(databases: Callable[[str], Database]) -> UUID:
    """Its id."""
    form = ReportForm.model_validate(
        API_REPORT | {"titel": SECRET, "verhaal": f"Steeds {SECRET}, elke week.", "naam": SECRET}
    )
    async with databases("intake").transaction() as session:
        report_id = (await submit_report(session, form, key="x" * 32)).report_id
    decided = {"report_id": report_id, "decided_by": "Sanne", "reason": f"Om {SECRET}"}
    decisions: list[Fact] = [
        QuestionAskedV1(**decided, question_id=new_id(), question=f"{SECRET}?", answer_by=SOON),
        ReportLinkedV1(**decided, dossier_id=new_id(), dossier_title="Een regel", opens_dossier=True, practices=1),
        HandoverDecidedV1(**decided, party_id=new_id(), party_name="HIT"),
    ]
    for fact in [*await said(databases("intake")), *decisions]:
        for service in HEARERS:
            hearing = subscribers_of(service)
            if hearing and any(isinstance(fact, one.kind) for one in hearing.subscriptions):
                await deliver(databases(service), hearing, fact)
    return report_id
