"""What known items do for practices: whom they helped without a report, and where an agreement does not work."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.knowledge import repository
from shared.contracts.doubts import DoubtReason
from shared.contracts.intake import DoubtRaisedV1, ReporterHelpedV1, ReportWithdrawnV1

# Fewer than this might tell who it was: everybody else reads only that it is fewer.
LEAST = 5


@dataclass(frozen=True)
class Usefulness:
    """How often an item helped somebody who then did not report, and the reports that it does not work, by reason."""

    helped: int
    doubts: Mapping[DoubtReason, int]

    @property
    def doubted(self) -> int:
        """How many reports say that the agreement does not work."""
        return sum(self.doubts.values())

    @property
    def helped_in_public(self) -> str:
        """`12 keer`, or `Minder dan 5 keer`; empty when it never did."""
        if not self.helped:
            return ""
        return f"{self.helped} keer" if self.helped >= LEAST else f"Minder dan {LEAST} keer"


async def keep_help(session: AsyncSession, fact: ReporterHelpedV1, at: datetime) -> None:
    """Somebody was helped, or not after all; the newest word counts."""
    await repository.put_help(session, fact.help_id, fact.item_id, at, helped=fact.helped)


async def keep_doubt(session: AsyncSession, fact: DoubtRaisedV1) -> None:
    """A report says that an agreement does not work, unless its reporter took it back already."""
    await repository.put_doubt(session, fact.report_id, fact.item_id, fact.reason.value)


async def take_doubt_back(session: AsyncSession, fact: ReportWithdrawnV1) -> None:
    """A report counts no more; what it doubted may be heard later."""
    await repository.withdraw_doubt(session, fact.report_id)


async def usefulness_of(session: AsyncSession, item_id: UUID) -> Usefulness:
    """The counts of one item, reasons in the order of the form."""
    doubts = await repository.doubts_about(session, item_id)
    by_reason = {reason: doubts[reason.value] for reason in DoubtReason if reason.value in doubts}
    return Usefulness(await repository.count_helped(session, item_id), by_reason)
