"""One thing done to many cases that were chosen in the queue: each is done or refused with the reason."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.triage import repository
from services.triage.tables import Case

MOST = 100  # cases at a time
APART = "_"


@dataclass(frozen=True)
class Chosen:
    """A case as the member saw it who chose it."""

    report_id: UUID
    version: int
    assigned_to: UUID | None

    @staticmethod
    def of(case: Case) -> "Chosen":
        """As it is now."""
        return Chosen(case.report_id, case.version, case.assigned_to)

    @property
    def written(self) -> str:
        """As a form holds it."""
        return APART.join((str(self.report_id), str(self.version), str(self.assigned_to or "")))


@dataclass
class Outcome:
    """What was done, and what was refused with the reason."""

    done: list[Case] = field(default_factory=list)
    refused: list[tuple[Case, str]] = field(default_factory=list)


def chosen_in(written: Iterable[str]) -> list[Chosen]:
    """The cases a form names, each once; what cannot be read is left out."""
    found: dict[UUID, Chosen] = {}
    for one in written:
        report_id, _, rest = one.partition(APART)
        version, _, assigned_to = rest.partition(APART)
        try:
            read = Chosen(UUID(report_id), int(version), UUID(assigned_to) if assigned_to else None)
        except ValueError:
            continue
        found.setdefault(read.report_id, read)
    return list(found.values())[:MOST]


async def settle_each(
    session: AsyncSession, chosen: Sequence[Chosen], settle: Callable[[Case, Chosen], Awaitable[str]]
) -> Outcome:
    """Do it to each case, as it is now; `settle` says why it refuses, or nothing."""
    outcome = Outcome()
    seen = {one.report_id: one for one in chosen}
    for case in await repository.lock_cases(session, list(seen)):
        refusal = await settle(case, seen[case.report_id])
        if refusal:
            outcome.refused.append((case, refusal))
        else:
            outcome.done.append(case)
    return outcome
