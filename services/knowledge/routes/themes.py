"""Themes: one page with all of them, and one for each to rename it or take it off the list."""

from fastapi import APIRouter, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.knowledge.forms import THEME, ThemeForm
from services.knowledge.handlers import themes as handlers
from services.knowledge.routes.access import MayArrange, Session
from services.knowledge.routes.parties import CHANGED
from shared import history
from shared.themes.standing import Said
from shared.web.errors import NotFound
from shared.web.forms import Values, fill, values_of
from shared.web.navigation import THEMES
from shared.web.pages import page, see_other_saying

router = APIRouter(prefix=THEMES)
EVERYWHERE = "Binnen een paar tellen staat het overal zo."
NO_SUCH_THEME = "Dit thema kennen we niet. Zoek het in de lijst."


@router.get("")
async def show_themes(request: Request, session: Session, _member: MayArrange) -> Response:
    """Every theme, and a form for a new one."""
    return await _list_page(request, session)


@router.post("")
async def add(request: Request, session: Session, member: MayArrange) -> Response:
    """Add a theme."""
    filled = await fill(request, ThemeForm, THEME)
    if filled.form is None:
        return await _list_page(request, session, filled.values, filled.errors)
    try:
        await handlers.add_theme(session, filled.form, member.name)
    except handlers.LabelTaken as taken:
        return await _list_page(request, session, filled.values, {"label": _taken(taken)})
    return see_other_saying(request, THEMES, f"‘{filled.form.label}’ staat op de lijst. {EVERYWHERE}")


@router.get("/{code}")
async def show_theme(request: Request, session: Session, _member: MayArrange, code: str) -> Response:
    """One theme, to rename it or take it off the list."""
    return await _theme_page(request, session, code)


@router.post("/{code}")
async def rename(request: Request, session: Session, member: MayArrange, code: str) -> Response:
    """Call it otherwise."""
    filled = await fill(request, ThemeForm, THEME)
    if filled.form is None:
        return await _theme_page(request, session, code, filled.values, filled.errors)
    try:
        changed = await handlers.rename_theme(session, code, filled.form, member.name)
    except handlers.UnknownTheme:
        raise NotFound(NO_SUCH_THEME) from None
    except handlers.LabelTaken as taken:
        return await _theme_page(request, session, code, filled.values, {"label": _taken(taken)})
    except handlers.ThemeChanged as other:
        errors = {"label": CHANGED.format(other.by)}
        return await _theme_page(request, session, code, filled.values, errors, status=409)
    said = f"Opgeslagen. {EVERYWHERE}" if changed else "Er is niets veranderd."
    return see_other_saying(request, THEMES, said)


@router.post("/{code}/weghalen")
async def retire(request: Request, session: Session, member: MayArrange, code: str) -> Response:
    """Offer it no more."""
    try:
        theme = await handlers.retire_theme(session, code, member.name)
    except handlers.UnknownTheme:
        raise NotFound(NO_SUCH_THEME) from None
    except handlers.LastTheme:
        said = "Dit is het laatste thema. Voeg eerst een ander toe."
        return see_other_saying(request, f"{THEMES}/{code}", said)
    said = f"Niemand kan ‘{theme.label}’ nog kiezen. Wat het al had, houdt het. Je kunt het terugzetten."
    return see_other_saying(request, THEMES, said)


@router.post("/{code}/terug")
async def bring_back(request: Request, session: Session, member: MayArrange, code: str) -> Response:
    """Offer it again."""
    try:
        theme = await handlers.bring_theme_back(session, code, member.name)
    except handlers.UnknownTheme:
        raise NotFound(NO_SUCH_THEME) from None
    return see_other_saying(request, THEMES, f"‘{theme.label}’ staat weer op de lijst.")


async def _list_page(
    request: Request, session: AsyncSession, values: Values | None = None, errors: dict[str, str] | None = None
) -> Response:
    return page(
        request,
        "knowledge/themes.html",
        status=422 if errors else 200,
        themes=await handlers.themes_now(session),
        values=values or Values(),
        errors=errors or {},
    )


async def _theme_page(
    request: Request,
    session: AsyncSession,
    code: str,
    values: Values | None = None,
    errors: dict[str, str] | None = None,
    *,
    status: int = 422,
) -> Response:
    theme = await _found(session, code)
    return page(
        request,
        "knowledge/theme.html",
        status=status if errors else 200,
        code=code,
        theme=theme,
        # After a warning the next try is about what is there now.
        revision=values["revision"] if values and status != 409 else theme.revision,
        entries=await history.history_of(session, handlers.theme_id(code)),
        values=values or values_of({"label": theme.label}),
        errors=errors or {},
    )


async def _found(session: AsyncSession, code: str) -> Said:
    theme = (await handlers.themes_now(session)).get(code)
    if theme is None:
        raise NotFound(NO_SUCH_THEME, title="Dit thema kennen we niet")
    return theme


def _taken(taken: handlers.LabelTaken) -> str:
    if taken.theme.retired:
        return f"‘{taken.theme.label}’ is eerder weggehaald. Zet het terug in de lijst"
    return "Zo heet al een thema op de lijst"
