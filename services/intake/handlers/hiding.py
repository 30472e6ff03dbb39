"""Somebody of the team hides a piece of a report, for good: wherever it stands, `[verwijderd]` comes in its place."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.intake.erasure_list import ListedHiding
from services.intake.handlers import knowing
from services.intake.handlers.erasing import THE_LIST
from services.intake.repository import erasing as clearings
from services.intake.repository import hiding as repository
from services.intake.repository import reports
from services.intake.tables import Report
from shared import clock
from shared.contracts.escalation import HandoverWordsHiddenV1
from shared.contracts.hidden import HiddenKind
from shared.contracts.intake import ReportSubmittedV1, WordsHiddenV1
from shared.contracts.pieces import HiddenPiece, Hider, make_piece, piece_in
from shared.contracts.words import WORDS
from shared.messaging import hiding, outbox
from shared.messaging.erasing import hold_alone
from shared.messaging.redacting import redact_messages

# What the texts of a report are called on pages of the team.
LABELS = {
    "title": "Titel",
    "story": "Wat er gebeurt",
    "organisation": "Organisatie",
    "own_attempt_result": "Wat er gebeurde na eigen actie",
    "wish": "Hoe het beter kan",
}
LONGEST = 200


@dataclass(frozen=True)
class Place:
    """A text of a report or about it: what it is, how it reads, and how it would read without a piece."""

    label: str
    text: str
    after: str


class NotThere(Exception):
    """The piece does not stand in the report, or does no more."""


async def places(session: AsyncSession, report: Report, hider: Hider | None = None) -> list[Place]:
    """The texts in which something may be hidden; with a hider as they would become."""
    said = [(label, report.content[name]) for name, label in LABELS.items() if report.content.get(name)]
    said += await repository.exchanged_texts(session, report.id)
    return [Place(label, text, hider.text(text) if hider else text) for label, text in said]


async def places_of(session: AsyncSession, report: Report, piece_id: UUID, text: str) -> list[Place]:
    """Where a piece stands, as it would become. Raises NotThere."""
    become = await places(session, report, hiding.hider(_piece(piece_id, text)))
    found = [one for one in become if one.text != one.after]
    if not found:
        raise NotThere
    return found


async def hide(
    session: AsyncSession, report_id: UUID, piece_id: UUID, text: str, kind: HiddenKind, hidden_by: str
) -> bool:
    """Hide every place of a piece; False when this was done before. Raises NotThere."""
    piece = _piece(piece_id, text)
    # Before the report itself, as everybody who hears of it does.
    await hold_alone(session, report_id)
    report = await reports.held_report(session, report_id)
    if report is None:
        raise LookupError(report_id)
    if any(one.piece_id == piece_id for one in await repository.of_report(session, report_id)):
        return False
    await places_of(session, report, piece_id, text)
    await _hide(session, report_id, piece, kind, hidden_by, clock.now())
    return True


def _piece(piece_id: UUID, text: str) -> HiddenPiece:
    try:
        return make_piece(piece_id, text, hiding.server_key())
    except ValueError:
        raise NotThere from None


async def _hide(
    session: AsyncSession, report_id: UUID, piece: HiddenPiece, kind: HiddenKind, hidden_by: str, at: datetime
) -> None:
    await hiding.remember(session, report_id, piece)
    hider = hiding.hider(piece)
    written = {"piece_id": piece.piece_id, "report_id": report_id, "kind": kind.value, "hidden_by": hidden_by}
    await repository.add(session, written | {"hidden_at": at})
    report = await reports.held_report(session, report_id)
    if report:
        report.content = hider.under(report.content, WORDS[ReportSubmittedV1])
        await session.flush()
        await repository.hide_in_exchanged(session, report_id, hider)
        await repository.forget_request(session, report_id)
        await knowing.reword(session, report)
    await redact_messages(session, [report_id], hider)
    await clearings.plan_clearing(session, report_id, clock.now())
    told: dict[str, Any] = asdict(piece)
    await outbox.add(session, WordsHiddenV1(report_id=report_id, kind=kind, hidden_by=hidden_by, **told))


async def hide_in_handover(session: AsyncSession, fact: HandoverWordsHiddenV1) -> None:
    """The piece is to go from what the broker has of a handover too."""
    await hiding.remember(session, fact.handover_id, piece_in(fact))
    await clearings.plan_clearing(session, fact.handover_id, clock.now())


async def hide_listed(session: AsyncSession, listed: Iterable[ListedHiding]) -> int:
    """Hide what the list has and this database does not know to be hidden; returns how many pieces that were."""
    known = {one.piece_id for one, _, _ in await repository.everything(session)}
    unknown = [one for one in listed if one.piece_id not in known]
    for one in unknown:
        piece = HiddenPiece(one.piece_id, one.words, one.fingerprint)
        await _hide(session, one.report_id, piece, one.kind, THE_LIST, one.hidden_at)
    return len(unknown)


async def not_in(session: AsyncSession, listed: Iterable[ListedHiding]) -> list[ListedHiding]:
    """What was hidden and the list does not have yet, oldest first."""
    there = {one.piece_id for one in listed}
    return [
        ListedHiding(
            piece_id=one.piece_id, report_id=one.report_id, kind=HiddenKind.parse(one.kind), words=words,
            fingerprint=fingerprint, hidden_at=one.hidden_at,
        )
        for one, words, fingerprint in await repository.everything(session)
        if one.piece_id not in there
    ]  # fmt: skip
