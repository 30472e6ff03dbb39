"""One handover with all that belongs to it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.escalation import domain
from services.escalation.domain import REQUIRED, HandoverState
from services.escalation.reading.shown import ShownHandover
from services.escalation.rendering import Package, package_of, sent_package
from services.escalation.repository import handovers, projections
from services.escalation.settings import EscalationSettings
from services.escalation.tables import Handover, Report
from shared import clock
from shared.contracts.vocabulary import HandoverAnswer
from shared.history import Entry, history_of


@dataclass(frozen=True)
class CheckItem:
    """One line of the checklist before sending."""

    field: str
    label: str
    done: bool


@dataclass(frozen=True)
class HandoverPage:
    """All that stands on the page of a handover."""

    shown: ShownHandover
    package: Package
    report: Report | None
    history: list[Entry]
    contacts: list[dict[str, Any]]

    @property
    def handover(self) -> Handover:
        """The handover itself."""
        return self.shown.record

    @property
    def is_draft(self) -> bool:
        """Whether the package can still be changed."""
        return self.shown.state is HandoverState.DRAFT

    @property
    def checklist(self) -> list[CheckItem]:
        """What must be filled in before it may go out."""
        gaps = domain.missing(self.handover.model_dump())
        return [CheckItem(field, label, field not in gaps) for field, label in REQUIRED.items()]

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing."""
        return all(item.done for item in self.checklist)

    @property
    def answers(self) -> list[HandoverAnswer]:
        """What the body can still say."""
        return domain.answers_possible(self.shown.state)

    @property
    def may_close(self) -> bool:
        """Whether a person may say that it is done."""
        return not self.is_draft and HandoverState.CLOSED in domain.MOVES[self.shown.state]


async def handover_page(session: AsyncSession, reference: str, mail_from: str) -> HandoverPage | None:
    """A handover, or None when there is none. What was sent is shown as it was sent."""
    handover = await handovers.by_reference(session, reference)
    if handover is None:
        return None
    answer_by = clock.today() + timedelta(days=EscalationSettings.read().answer_days)
    return HandoverPage(
        shown=ShownHandover(handover, await projections.party(session, handover.party_id)),
        package=sent_package(handover)
        if handover.sent_at
        else package_of(handover, answer_by=answer_by, mail_from=mail_from),
        report=await projections.report(session, handover.report_id),
        history=await history_of(session, handover.id),
        contacts=await projections.listed_contacts(session, handover.party_id),
    )
