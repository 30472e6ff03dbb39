"""What is known already that a text may be about."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.intake.knowing import features, ranking, spelling
from services.intake.knowing.ranking import Likeness
from services.intake.repository import knowing
from services.intake.repository.knowing import Candidate
from shared.contracts.likeness import ANSWERS, KnownKind
from shared.contracts.vocabulary import ImposedBy
from shared.privacy import screening
from shared.wording import words_of

SHORTEST, LONGEST = 15, 10_000  # characters; fewer say too little, more are not looked at
# Whom it comes from may bring something up from below the first ones.
CANDIDATES_OF_A_KIND = 25
COUNTS = {"mix": ranking.WORDS, "lent": ranking.LENT, "lent_to_dossier": ranking.LENT_TO_DOSSIER}


@dataclass(frozen=True)
class Known:
    """One known thing. `key` is what people call it by; `score` from 0 to 1; `link` its own page, if it has one."""

    id: UUID
    kind: KnownKind
    key: str
    title: str
    summary: str
    practices: int
    score: float
    link: str | None = None


async def find_known(
    session: AsyncSession,
    text: str,
    imposed_by: str | None = None,
    *,
    allowed: Iterable[str],
    per_kind: int = 5,
    limit: int = 3,
) -> list[Known]:
    """At most `limit` known things the text may be about, answers and the likeliest first; so many of each kind.

    `imposed_by` is from whom the rule comes, as a code, a Dutch API code or a label; anything else tells nothing.
    `allowed`: the names that are no patient's. Nothing of the text is kept.
    """
    found = await find_alike(session, text, imposed_by, per_kind=per_kind, limit=2 * limit)
    return await asyncio.to_thread(_without_patients, found, limit, allowed)


async def find_alike(
    session: AsyncSession,
    text: str,
    imposed_by: str | None = None,
    *,
    besides: UUID | None = None,
    per_kind: int,
    limit: int,
) -> list[Known]:
    """The same for the team, who may read every title; `besides` is where the text comes from."""
    if len(text.strip()) < SHORTEST:
        return []
    words = await asyncio.to_thread(words_of, text[:LONGEST])
    alike = await knowing.spelled_like(session, spelling.all_cuts(words))
    asked = await asyncio.to_thread(features.asked, spelling.corrected(words, alike))
    if not asked:
        return []
    candidates = await knowing.candidates(session, asked, COUNTS, CANDIDATES_OF_A_KIND)
    near = [one for one in candidates if one.id != besides]
    shown = ranking.ranked(map(_likeness, near), _origin(imposed_by), per_kind=per_kind, limit=limit)
    return [_known(near[one.index], one.score) for one in shown]


def _without_patients(found: list[Known], limit: int, allowed: Iterable[str]) -> list[Known]:
    # The titles of others' reports; those from before they were looked through as they were typed too.
    clean = (one for one in found if one.kind is not KnownKind.REPORT or not screening.find(one.title, allowed))
    return [one for one, _ in zip(clean, range(limit), strict=False)]


def _likeness(near: Candidate) -> Likeness:
    return Likeness(
        KnownKind.parse(near.kind), near.ideas, near.words, frozenset(map(ImposedBy.parse, near.imposed_by))
    )


def _known(near: Candidate, score: float) -> Known:
    kind = KnownKind.parse(near.kind)
    link = f"/kennis/{near.key}" if kind in ANSWERS else None
    return Known(near.id, kind, near.key, near.title, near.summary, near.practices, round(score, 3), link)


def _origin(given: str | None) -> ImposedBy | None:
    try:
        return ImposedBy.parse(given) if given else None
    except ValueError:
        return None
