"""What tests of the queue share: cases in it, and what a page of it lists."""

import re
from typing import Any
from uuid import UUID

import httpx
from sqlalchemy import update
from sqlmodel import col

from services.triage.subscribers import facts
from services.triage.tables import Case
from shared.contracts.intake import LikenessFoundV1
from shared.contracts.likeness import KnownKind, Resembled
from shared.database import Database
from tests.builders import a_report_submitted
from tests.facts import deliver

QUEUE = "/team/triage"


async def in_queue(triage: Database, number: int, kept: dict[str, Any] | None = None, **changes: Any) -> UUID:
    """Open a case with this number; `kept` is what its row holds besides what the report says."""
    fact = a_report_submitted(reference=f"RW-26-{number:04d}", **changes)
    await deliver(triage, facts, fact)
    if kept:
        async with triage.transaction() as session:
            await session.execute(update(Case).where(col(Case.report_id) == fact.report_id).values(**kept))
    return fact.report_id


async def resembles(triage: Database, report_id: UUID, *things: tuple[KnownKind, UUID, float]) -> None:
    """Let a report be found alike to these things, each with how much; to nothing when there are none."""
    found = [Resembled(kind=kind, thing_id=thing_id, score=score) for kind, thing_id, score in things]
    await deliver(triage, facts, LikenessFoundV1(report_id=report_id, found=found))


def listed(page: httpx.Response) -> list[int]:
    """The numbers of the cases on a page, as they stand there."""
    return [int(number) for number in re.findall(r'<span class="ref">RW-26-(\d{4})</span>', page.text)]


def address_of(page: httpx.Response, label: str) -> str:
    """Where a link with this text leads."""
    found = re.search(rf'<a [^>]*href="([^"]+)"[^>]*>(?:<svg.*?</svg>)?{label}', page.text)
    assert found, f"no link {label}"
    return found.group(1).replace("&amp;", "&")


def chosen_on(page: httpx.Response, *numbers: int) -> list[str]:
    """What the boxes of these cases hold."""
    boxes = dict(re.findall(r'name="gekozen" value="([^"]+)" aria-label="Kies RW-26-(\d{4})"', page.text))
    return [value for value, number in boxes.items() if int(number) in numbers]
