"""What knowledge hears: who is on the team, and what items do for practices."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.knowledge import agreements, usefulness
from shared.contracts.cloud_event import CloudEvent
from shared.contracts.intake import DoubtRaisedV1, ReporterHelpedV1, ReportWithdrawnV1
from shared.contracts.research import AgreementPublishedV1
from shared.messaging.subscribing import FactSubscribers
from shared.privacy.projection import follow_allowed_names
from shared.staff.projection import follow_staff

facts = FactSubscribers("knowledge")
follow_staff(facts)
follow_allowed_names(facts)


@facts.hears(AgreementPublishedV1)
async def on_agreement_published(session: AsyncSession, event: CloudEvent[AgreementPublishedV1]) -> None:
    """Keep it, for an editor to check."""
    await agreements.keep_agreement(session, event.data, event.time)


@facts.hears(ReporterHelpedV1)
async def on_reporter_helped(session: AsyncSession, event: CloudEvent[ReporterHelpedV1]) -> None:
    """Count who was helped."""
    await usefulness.keep_help(session, event.data, event.time)


@facts.hears(DoubtRaisedV1)
async def on_doubt_raised(session: AsyncSession, event: CloudEvent[DoubtRaisedV1]) -> None:
    """Count for whom an agreement does not work."""
    await usefulness.keep_doubt(session, event.data)


@facts.hears(ReportWithdrawnV1)
async def on_report_withdrawn(session: AsyncSession, event: CloudEvent[ReportWithdrawnV1]) -> None:
    """Count what it doubted no more."""
    await usefulness.take_doubt_back(session, event.data)
