"""What has to be done for a report, as pages show it."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.triage.repository import tasks
from services.triage.repository.people import Colleague
from services.triage.tables import Task
from shared import clock


@dataclass(frozen=True)
class ShownTask:
    """A task, and who does it."""

    record: Task
    owner: str

    @property
    def is_late(self) -> bool:
        """Whether its day has passed and it is not done."""
        return self.record.done_at is None and self.record.due_on < clock.today()


async def tasks_of(session: AsyncSession, report_id: UUID, colleagues: Mapping[UUID, Colleague]) -> list[ShownTask]:
    """The tasks for a report: what has to be done first, then what is done."""
    return [shown(task, colleagues) for task in await tasks.of_report(session, report_id)]


def shown(task: Task, colleagues: Mapping[UUID, Colleague]) -> ShownTask:
    """One task, with its owner by name."""
    owner = colleagues.get(task.owner_id)
    return ShownTask(task, owner.called if owner else "Een collega")
