"""What a case is about: proposed from what it resembles most, until somebody of the team chooses."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.triage import repository
from services.triage.domain import THEME
from services.triage.handlers import routing
from services.triage.repository import themes
from services.triage.tables import Case
from shared.contracts.likeness import ANSWERS, KnownKind, Resembled
from shared.history import write_down
from shared.themes.theme import Theme


async def propose_theme(session: AsyncSession, case: Case, found: Iterable[Resembled]) -> None:
    """The theme of what it joined or resembles most and has one; what a person chose stays."""
    if case.theme_chosen:
        return
    likely = [*_joined(case), *((one.kind, one.thing_id) for one in sorted(found, key=lambda one: -one.score))]
    proposed = [theme for kind, thing_id in likely if _is_offered(theme := await _theme_of(session, kind, thing_id))]
    case.theme = proposed[0] if proposed else None


def _joined(case: Case) -> Iterator[tuple[KnownKind, UUID]]:
    if case.doubts_item_id:
        yield KnownKind.AGREEMENT, case.doubts_item_id
    if case.joins_dossier_id:
        yield KnownKind.DOSSIER, case.joins_dossier_id
    if case.joins_report_id:
        yield KnownKind.REPORT, case.joins_report_id


async def _theme_of(session: AsyncSession, kind: KnownKind, thing_id: UUID) -> str | None:
    if kind in ANSWERS:
        item = await repository.item(session, thing_id)
        return item.theme if item else None
    if kind is KnownKind.DOSSIER:
        return await themes.commonest_under(session, thing_id)
    # What is only proposed itself is no reason to propose it on.
    other = await repository.case(session, thing_id)
    return other.theme if other and other.theme_chosen else None


def _is_offered(theme: str | None) -> bool:
    return theme is not None and not Theme(theme).retired


async def choose_theme(session: AsyncSession, report_id: UUID, theme: Theme, seen: str, by: str) -> Theme | None:
    """Say what a case is about; `seen` is the theme the member saw, empty for none.

    Returns the theme that somebody else chose meanwhile, and changes nothing then.
    """
    case = await repository.lock_case(session, report_id)
    if case is None:
        return None
    if case.theme_chosen and case.theme and case.theme not in (seen, theme.value):
        return Theme(case.theme)
    if not case.theme_chosen or case.theme != theme.value:
        case.theme, case.theme_chosen = theme.value, True
        await write_down(session, report_id, by, f"{THEME} {theme.label}.", internal=True)
        await routing.hand_out(session, case)
    return None
