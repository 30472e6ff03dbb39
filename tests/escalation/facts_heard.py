"""Facts escalation hears, with readable defaults."""

from collections.abc import Callable
from datetime import date
from typing import Any

from services.escalation.reading.handover import HandoverPage, handover_page
from shared.contracts.knowledge import PartyListedV1
from shared.contracts.research import DossierConcludedV1, DossierReopenedV1, RuleSource
from shared.contracts.triage import HandoverDecidedV1
from shared.contracts.vocabulary import ImposedBy, Outcome, RecordedIn
from shared.database import Database
from shared.ids import new_id

Databases = Callable[[str], Database]
MAIL_FROM = "RegelWijzer <loket@regelwijzer.invalid>"
HIT = PartyListedV1(
    party_id=new_id(),
    name="Huisartsen Interventie Team",
    abbreviation="HIT",
    kind=ImposedBy.OTHER_BODY,
    takes_handovers=True,
)


def a_handover_decided(**changes: Any) -> HandoverDecidedV1:
    """Triage sends one report on."""
    values: dict[str, Any] = {
        "report_id": new_id(),
        "decided_by": "Sanne de Vries",
        "reason": "Dit speelt in het hele land.",
        "party_id": HIT.party_id,
        "party_name": HIT.name,
    }
    return HandoverDecidedV1.model_validate(values | changes)


def a_dossier_concluded(**changes: Any) -> DossierConcludedV1:
    """Research hands a dossier over."""
    values: dict[str, Any] = {
        "dossier_id": new_id(),
        "reference": "D-26-001",
        "title": "Jaarlijkse machtiging voor stomamateriaal",
        "outcome": Outcome.HANDED_OVER,
        "public_text": "We geven dit landelijk door.",
        "concluded_by": "Mo Yilmaz",
        "rule_text": "Elk jaar is een nieuwe machtiging nodig.",
        "rule_made_by": "Zorgverzekeraar",
        "rule_alternative": "Een machtiging voor vijf jaar.",
        "rule_sources": [
            RuleSource(
                recorded_in=RecordedIn.NOWHERE_FOUND,
                place="Gezocht op wetten.overheid.nl",
                checked_on=date(2026, 11, 3),
            )
        ],
        "findings": ["Twee verzekeraars vragen dit niet (bron: hun polis)"],
        "reports": 14,
        "practices": 12,
        "minutes_per_month": 1800,
        "party_id": HIT.party_id,
        "party_name": HIT.name,
    }
    return DossierConcludedV1.model_validate(values | changes)


def a_dossier_reopened(**changes: Any) -> DossierReopenedV1:
    """The team works on a dossier again."""
    values: dict[str, Any] = {
        "dossier_id": new_id(),
        "reference": "D-26-001",
        "title": "Jaarlijkse machtiging voor stomamateriaal",
        "why": "Er is nieuws.",
    }
    return DossierReopenedV1.model_validate(values | changes)


async def the_page(escalation: Database, reference: str = "H-26-001") -> HandoverPage:
    """The handover with this reference."""
    async with escalation.transaction() as session:
        found = await handover_page(session, reference, MAIL_FROM)
    assert found
    return found
