"""What the demo has heard so far: the ids behind the names its files use."""

from dataclasses import dataclass, field
from uuid import UUID

from shared.contracts.base import Fact
from shared.contracts.escalation import HandoverSentV1
from shared.contracts.intake import ReportSubmittedV1
from shared.contracts.knowledge import ItemPublishedV1, PartyListedV1
from shared.contracts.research import DossierOpenedV1
from shared.contracts.triage import QuestionAskedV1
from shared.settings import Settings


@dataclass
class Known:
    """Everything by the name a reader of the files knows it by; handovers by the report they are about."""

    settings: Settings
    reports: dict[str, UUID] = field(default_factory=dict)
    items: dict[str, UUID] = field(default_factory=dict)
    parties: dict[str, UUID] = field(default_factory=dict)
    questions: dict[UUID, UUID] = field(default_factory=dict)
    dossiers: dict[str, DossierOpenedV1] = field(default_factory=dict)
    handovers: dict[UUID, str] = field(default_factory=dict)

    def hear(self, fact: Fact) -> None:
        """Remember what the fact names."""
        match fact:
            case ReportSubmittedV1(joins_report=None):
                self.reports[fact.title] = fact.report_id
            case ItemPublishedV1():
                self.items[fact.code] = fact.item_id
            case PartyListedV1():
                self.parties[fact.abbreviation or fact.name] = fact.party_id
            case QuestionAskedV1():
                self.questions[fact.report_id] = fact.question_id
            case DossierOpenedV1():
                self.dossiers[fact.title] = fact
            case HandoverSentV1(report_id=UUID() as report_id):
                self.handovers[report_id] = fact.reference
