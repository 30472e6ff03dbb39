"""The recurrence watch: a rule with an outcome bites again."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.research.domain import ENDS, DossierState
from services.research.handlers.held import record
from services.research.repository import entries, tasks
from services.research.tables import Dossier, Report, Task
from shared import clock
from shared.ids import new_id
from shared.staff.known import active_members

WATCH = "RegelWijzer"
LOOK_AGAIN = "Kijk of dit dossier weer open moet"
# As soon as a reporter is promised a first answer.
WORKING_DAYS = 5


async def note_recurrence(session: AsyncSession, dossier: Dossier, report: Report) -> None:
    """A report came under a dossier that has its outcome: say so, and give who pulls it a task, one at a time."""
    if DossierState.parse(dossier.state) not in ENDS:
        return
    text = f"Melding {report.reference} kwam erbij nadat dit dossier een uitkomst had."
    await record(session, dossier, WATCH, text)
    name = (await active_members(session)).get(dossier.lead_id) if dossier.lead_id else None
    if dossier.lead_id is None or name is None or await tasks.has_open(session, dossier.id, LOOK_AGAIN):
        return
    task = Task(
        id=new_id(),
        dossier_id=dossier.id,
        version=0,
        added_at=clock.now(),
        what=f"{LOOK_AGAIN}: {report.reference} gaat over dezelfde regel.",
        owner_id=dossier.lead_id,
        owner_name=name,
        due_on=clock.working_days_after(clock.today(), WORKING_DAYS),
        added_by=WATCH,
    )
    await entries.add(session, task)
