"""Facts research hears, with readable defaults."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from services.research.subscribers import facts
from shared.contracts.escalation import HandoverAnsweredV1, HandoverSentV1, HandoverWentSilentV1
from shared.contracts.intake import ReportSubmittedV1
from shared.contracts.knowledge import PartyListedV1
from shared.contracts.triage import ReportLinkedV1
from shared.contracts.vocabulary import HandoverAnswer, ImposedBy
from shared.database import Database
from shared.ids import new_id
from tests.builders import a_report_submitted
from tests.facts import deliver

Databases = Callable[[str], Database]
TITLE = "Jaarlijkse machtiging voor stomamateriaal"


def a_report_linked(**changes: Any) -> ReportLinkedV1:
    """A decision that opens a dossier."""
    values: dict[str, Any] = {
        "report_id": new_id(),
        "decided_by": "Sanne de Vries",
        "reason": "Dit zien we vaker.",
        "dossier_id": new_id(),
        "dossier_title": TITLE,
        "opens_dossier": True,
        "practices": 1,
    }
    return ReportLinkedV1.model_validate(values | changes)


def a_party_listed(**changes: Any) -> PartyListedV1:
    """The national body that takes handovers."""
    values: dict[str, Any] = {
        "party_id": new_id(),
        "name": "Huisartsen Interventie Team",
        "abbreviation": "HIT",
        "kind": ImposedBy.OTHER_BODY,
        "takes_handovers": True,
    }
    return PartyListedV1.model_validate(values | changes)


def a_handover_sent(**changes: Any) -> HandoverSentV1:
    """A package that went to HIT."""
    return HandoverSentV1.model_validate(
        _handover() | {"sent_by": "Sanne de Vries", "answer_by": date(2026, 12, 18)} | changes
    )


def a_handover_answered(**changes: Any) -> HandoverAnsweredV1:
    """An answer from HIT."""
    answer = {"answer": HandoverAnswer.ANSWERED, "public_text": "Wij spreken de verzekeraars hierop aan."}
    return HandoverAnsweredV1.model_validate(_handover() | answer | changes)


def a_silence(**changes: Any) -> HandoverWentSilentV1:
    """HIT did not answer in time."""
    return HandoverWentSilentV1.model_validate(_handover() | {"answer_by": date(2026, 12, 18)} | changes)


def _handover() -> dict[str, Any]:
    return {
        "handover_id": new_id(),
        "reference": "H-26-001",
        "party_id": new_id(),
        "party_name": "Huisartsen Interventie Team",
    }


async def opened_dossier(database: Database, *more: ReportSubmittedV1) -> UUID:
    """A dossier with one report, and with the others given."""
    report = a_report_submitted()
    linked = a_report_linked(report_id=report.report_id)
    await deliver(database, facts, report)
    await deliver(database, facts, linked)
    for another in more:
        await deliver(database, facts, another)
        joins = a_report_linked(report_id=another.report_id, dossier_id=linked.dossier_id, opens_dossier=False)
        await deliver(database, facts, joins)
    return linked.dossier_id
