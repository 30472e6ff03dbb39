"""What a case resembles, in words: only what is still so, the most alike first."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.triage.repository import Named, likeness
from shared.contracts.likeness import KnownKind
from shared.dutch import count_text

# What the number means, as people read it beside it.
MEANS = (
    "Het percentage zegt hoeveel van de melding ook in het andere staat. Zeldzame woorden tellen zwaarder. Van wie de "
    "regel komt, telt ook mee. Het zegt niet hoe zeker het is: kijk altijd zelf."
)

_PAGES = {"item": "/kennis/{name}", "dossier": "/team/dossiers/{name}", "report": "/team/triage/{id}"}


@dataclass(frozen=True)
class Alike:
    """One thing a case resembles. `name` is what people call it by, `percent` how much it is alike."""

    id: UUID
    kind: KnownKind
    name: str
    title: str
    href: str
    percent: int

    @property
    def called(self) -> str:
        """What it is and what people call it by."""
        return self.name if self.kind is KnownKind.REPORT else f"{self.kind.label} {self.name}"


Alikes = Sequence[Alike]


async def alike(session: AsyncSession, report_ids: Collection[UUID]) -> dict[UUID, list[Alike]]:
    """What each of these cases resembles; cases that nobody looked at yet are left out."""
    found = await likeness.found(session, report_ids)
    things = await _things(session, {one.thing_id for many in found.values() for one in many})
    return {
        report_id: [
            Alike(one.thing_id, one.kind, *things[one.thing_id], percent=_percent(one.score))
            for one in many
            if one.thing_id in things
        ]
        for report_id, many in found.items()
    }


async def _things(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, tuple[str, str, str]]:
    """Name, title and page of each of these that still counts."""
    if not ids:
        return {}
    return {
        one.id: (one.name, one.title, _PAGES[one.kind].format(id=one.id, name=one.name))
        for one in await likeness.things(session, ids)
    }


def _percent(score: float) -> int:
    return round(100 * score)


def summed_up(report_id: UUID, found: Alikes) -> tuple[str, str, int] | None:
    """What is shown of it in a list: words, address and percentage."""
    if not found:
        return None
    most = found[0]
    reports = [one for one in found if one.kind is KnownKind.REPORT]
    if most.kind is KnownKind.REPORT and len(reports) > 1:
        return count_text(len(reports), "melding", "meldingen"), f"/team/triage/{report_id}#lijkt-op", most.percent
    return most.called, most.href, most.percent


def dossier_options(dossiers: Iterable[Named]) -> list[tuple[str, str]]:
    """Dossiers as something to choose from."""
    return [(str(dossier_id), f"{reference or 'Nieuw'}: {title}") for dossier_id, reference, title in dossiers]


def most_alike_first(options: Sequence[tuple[str, str]], found: Collection[Alikes]) -> list[tuple[str, str]]:
    """What can be chosen, in front what these cases resemble most, each with how much that is."""
    percents: dict[str, list[int]] = {}
    for one in chain.from_iterable(found):
        percents.setdefault(str(one.id), []).append(one.percent)
    first = sorted((one for one in options if one[0] in percents), key=lambda one: -sum(percents[one[0]]))
    said = [(code, f"{label} ({_said(percents[code], len(found))})") for code, label in first]
    return said + [one for one in options if one[0] not in percents]


def _said(percents: Sequence[int], cases: int) -> str:
    if cases == 1:
        return f"{percents[0]}% gelijk"
    return f"lijkt op {len(percents)} van de {cases}, hoogstens {max(percents)}% gelijk"
