"""What everybody may know of the desk as a whole is kept ready for the start page."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.intake import domain
from services.intake.repository import desk
from shared import clock
from shared.contracts.research import DossierConcludedV1, DossierReopenedV1


async def count_reports(session: AsyncSession) -> None:
    """Add up all reports as they are now."""
    await desk.count(session, clock.now(), solved=domain.SOLVED, final=domain.FINAL)


async def keep_conclusion(session: AsyncSession, fact: DossierConcludedV1, at: datetime) -> None:
    """The team's work on a rule ended, with a text for everybody."""
    row = {
        "dossier_id": fact.dossier_id,
        "title": fact.title,
        "outcome": fact.outcome.value,
        "public_text": fact.public_text,
        "practices": fact.practices,
    }
    await desk.put_conclusion(session, {**row, "shown": True, "as_of": at})


async def take_conclusion_back(session: AsyncSession, fact: DossierReopenedV1, at: datetime) -> None:
    """The team works on the rule again; how it ended before is no longer so."""
    row = {"dossier_id": fact.dossier_id, "title": fact.title, "outcome": "", "public_text": "", "practices": 0}
    await desk.put_conclusion(session, {**row, "shown": False, "as_of": at})
