"""A handover about to be changed by somebody."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.escalation.domain import ChangedMeanwhile
from services.escalation.repository import handovers
from services.escalation.tables import Handover
from shared import clock, history

PACKAGE = "package"


class UnknownHandover(LookupError):
    """There is no handover at this address."""


async def held(session: AsyncSession, reference: str) -> Handover:
    """The handover, held until the transaction ends. Raises UnknownHandover."""
    handover = await handovers.by_reference(session, reference, hold=True)
    if handover is None:
        raise UnknownHandover(reference)
    return handover


async def same_version(session: AsyncSession, handover: Handover, version: int) -> None:
    """Make sure that nobody saved the package since the form was opened. Raises ChangedMeanwhile."""
    if version != handover.version:
        raise ChangedMeanwhile(await history.last_writer(session, handover.id, PACKAGE))


async def record(session: AsyncSession, handover: Handover, who: str, text: str, topic: str | None = None) -> None:
    """Write down what somebody did; the handover was last changed now."""
    handover.changed_at = clock.now()
    await history.write_down(session, handover.id, who, text, topic=topic)


def identity(handover: Handover) -> dict[str, Any]:
    """What every fact about this handover carries."""
    named = handover.model_dump(include={"reference", "party_id", "party_name", "report_id", "dossier_id"})
    return {"handover_id": handover.id, **named}
