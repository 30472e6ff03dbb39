"""The list of practices: the team adds, changes, retires and brings in. Who reports may be another practice."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.intake import domain
from services.intake.forms import PracticeForm
from services.intake.repository import practices as repository
from services.intake.tables import Practice
from shared import clock, history
from shared.ids import new_id

TOPIC = "practice"
LABELS = {"agb_code": "AGB-code", "name": "naam", "place": "plaats", "region": "regio"}


class UnknownPractice(LookupError):
    """There is no such practice on the list."""


class CodeTaken(Exception):
    """Another practice on the list has this AGB code."""

    def __init__(self, practice: Practice) -> None:
        super().__init__(practice.agb_code)
        self.practice = practice


class PracticeChanged(Exception):
    """It is not what the member looked at: `by` changed it meanwhile."""

    def __init__(self, by: str) -> None:
        super().__init__(by)
        self.by = by


async def add_practice(session: AsyncSession, form: PracticeForm, by: str) -> Practice:
    """Put a practice on the list. Raises CodeTaken."""
    await repository.take_turns(session)
    await _require_free(session, form.agb_code)
    return await _add(session, form, by, "Zette de praktijk op de lijst.")


async def change_practice(session: AsyncSession, practice_id: UUID, form: PracticeForm, by: str) -> None:
    """Change a practice. Raises UnknownPractice, CodeTaken, and PracticeChanged when somebody was first."""
    await repository.take_turns(session)
    practice = await _held(session, practice_id)
    if not _differs(practice, form):
        return
    if practice.revision != form.revision:
        raise PracticeChanged(await history.last_writer(session, practice.id, TOPIC))
    await _require_free(session, form.agb_code, practice)
    await _change(session, practice, form, by)


async def retire_practice(session: AsyncSession, practice_id: UUID, by: str) -> None:
    """Offer a practice no more. Raises UnknownPractice."""
    practice = await _held(session, practice_id)
    if practice.retired_at is None:
        practice.retired_at = clock.now()
        practice.revision += 1
        await history.write_down(session, practice.id, by, "Haalde de praktijk van de lijst.", topic=TOPIC)


async def bring_back(session: AsyncSession, practice_id: UUID, by: str) -> None:
    """Offer a retired practice again. Raises UnknownPractice."""
    practice = await _held(session, practice_id)
    if practice.retired_at is not None:
        practice.retired_at = None
        practice.revision += 1
        await history.write_down(session, practice.id, by, "Zette de praktijk terug op de lijst.", topic=TOPIC)


async def bring_in(session: AsyncSession, forms: Sequence[PracticeForm], by: str) -> tuple[int, int]:
    """Bring the list in line with another, by AGB code; returns how many are new and how many changed.

    What the other list lacks stays.
    """
    await repository.take_turns(session)
    known = await repository.by_code(session, [form.agb_code for form in forms])
    added = changed = 0
    for form in forms:
        practice = known.get(form.agb_code)
        if practice is None:
            await _add(session, form, by, "Zette de praktijk op de lijst, met een bestand.")
            added += 1
        elif _differs(practice, form):
            await _change(session, practice, form, by)
            changed += 1
    return added, changed


async def _add(session: AsyncSession, form: PracticeForm, by: str, said: str) -> Practice:
    practice = Practice(id=new_id(), name_key=domain.practice_key(form.name), **form.content)
    session.add(practice)
    await history.write_down(session, practice.id, by, said, topic=TOPIC)
    return practice


async def _change(session: AsyncSession, practice: Practice, form: PracticeForm, by: str) -> None:
    changes = {name: new for name, new in form.content.items() if getattr(practice, name) != new}
    said = "; ".join(
        f"{LABELS[name]}: {getattr(practice, name) or 'leeg'} → {new or 'leeg'}" for name, new in changes.items()
    )
    practice.sqlmodel_update(changes | {"name_key": domain.practice_key(form.name)})
    practice.revision += 1
    await history.write_down(session, practice.id, by, f"Paste aan: {said}.", topic=TOPIC)


async def _held(session: AsyncSession, practice_id: UUID) -> Practice:
    practice = await repository.practice(session, practice_id, hold=True)
    if practice is None:
        raise UnknownPractice(practice_id)
    return practice


async def _require_free(session: AsyncSession, agb_code: str, of: Practice | None = None) -> None:
    taken = (await repository.by_code(session, [agb_code])).get(agb_code)
    if taken and taken is not of:
        raise CodeTaken(taken)


def _differs(practice: Practice, form: PracticeForm) -> bool:
    return any(getattr(practice, name) != value for name, value in form.content.items())
