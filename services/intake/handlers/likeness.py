"""What each open report resembles is said to who decides about it, and said anew when that changed."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.intake.knowing.finding import Known, find_alike
from services.intake.repository import likeness, reports
from services.intake.tables import Report
from shared import clock
from shared.contracts.intake import LikenessFoundV1
from shared.contracts.likeness import KnownKind, Resembled
from shared.messaging import outbox

PER_KIND, AT_MOST = 5, 5
# What is new may resemble many reports; those that resemble it most are looked at again.
NEAREST = 25


def text_of(report: Report) -> str:
    """What a report says, as far as it is compared with other things."""
    return f"{report.content['title']}\n{report.content['story']}"


async def look_at(session: AsyncSession, report_id: UUID) -> None:
    """Find out soon what an open report resembles."""
    await likeness.make_due(session, [report_id], clock.now())


async def thing_changed(session: AsyncSession, thing_id: UUID, text: str = "") -> None:
    """A thing is known with this text now, or is not to be resembled any more: look again at the open reports that
    resembled it, and at those that resemble the text most."""
    near = await find_alike(session, text, per_kind=NEAREST, limit=NEAREST * len(KnownKind))
    concerned = {one.id for one in near if one.kind is KnownKind.REPORT} | set(
        await likeness.resembling(session, thing_id)
    )
    await likeness.make_due(session, concerned, clock.now())


async def report_ended(session: AsyncSession, report_id: UUID) -> None:
    """A report is linked, closed or gone: what it resembles needs no looking at, and nothing resembles it."""
    await likeness.forget(session, report_id)
    await thing_changed(session, report_id)


async def look_at_next(session: AsyncSession) -> bool:
    """Look at the report that waited longest, and say what it resembles if that is news; False when none waits."""
    due = await likeness.next_due(session, clock.now())
    if due is None:
        return False
    report = await reports.report(session, due.report_id)
    if report is None or not await likeness.is_open(session, due.report_id):
        await likeness.forget(session, due.report_id)
        return True
    found = [_resembled(one) for one in await _alike(session, report)]
    kept = [{"kind": one.kind.value, "id": str(one.thing_id), "score": one.score} for one in found]
    if due.found is None:
        # Those that were there before may resemble this one as much.
        others = [one.thing_id for one in found if one.kind is KnownKind.REPORT]
        await likeness.make_due(session, others, clock.now())
    if kept != due.found:
        await outbox.add(session, LikenessFoundV1(report_id=due.report_id, found=found))
    due.found, due.due_at = kept, None
    return True


async def _alike(session: AsyncSession, report: Report) -> list[Known]:
    origin = report.content["imposed_by"]
    # Where people type, answers go first; here what is most alike does.
    found = await find_alike(
        session, text_of(report), origin, besides=report.id, per_kind=PER_KIND, limit=PER_KIND * len(KnownKind)
    )
    return sorted(found, key=lambda one: -one.score)[:AT_MOST]


def _resembled(known: Known) -> Resembled:
    return Resembled(kind=known.kind, thing_id=known.id, score=known.score)
