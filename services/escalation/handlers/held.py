"""A handover about to be changed by somebody."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.escalation.domain import ChangedMeanwhile
from services.escalation.repository import handovers, history
from services.escalation.tables import Handover


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
        raise ChangedMeanwhile(await history.last_edited_by(session, handover.id))


def identity(handover: Handover) -> dict[str, Any]:
    """What every fact about this handover carries."""
    named = handover.model_dump(include={"reference", "party_id", "party_name", "report_id", "dossier_id"})
    return {"handover_id": handover.id, **named}
