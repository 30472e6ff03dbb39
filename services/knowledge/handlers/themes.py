"""What can happen to themes: the team adds, renames and retires them, and can take that back."""

import re
import unicodedata
from uuid import UUID, uuid5

from sqlalchemy.ext.asyncio import AsyncSession

from services.knowledge.forms import ThemeForm
from services.knowledge.repository import parties as repository
from shared import history
from shared.contracts.knowledge import ThemeListedV1
from shared.messaging import outbox
from shared.themes.standing import Said, in_order
from shared.themes.table import put_theme, said_about_themes

_THEMES = UUID("c1d9a0b2-5f0e-5a53-9f5e-2f7d1b6f4a90")
LONGEST_CODE = 40
DETAILS = "details"


class UnknownTheme(LookupError):
    """There is no such theme."""


class LabelTaken(Exception):
    """A theme is called so already."""

    def __init__(self, code: str, theme: Said) -> None:
        super().__init__(theme.label)
        self.code, self.theme = code, theme


class ThemeChanged(Exception):
    """It is not what the member looked at: `by` changed it meanwhile."""

    def __init__(self, by: str) -> None:
        super().__init__(by)
        self.by = by


class LastTheme(Exception):
    """There would be nothing left to choose."""


def theme_id(code: str) -> UUID:
    """What facts about a theme, and its history, go by."""
    return uuid5(_THEMES, code)


async def themes_now(session: AsyncSession) -> dict[str, Said]:
    """Every theme by its code, in order."""
    return in_order(await said_about_themes(session))


async def add_theme(session: AsyncSession, form: ThemeForm, by: str) -> str:
    """Add a theme; its code. Raises LabelTaken."""
    themes = await _held(session)
    _require_free(themes, form.label)
    code = _code(form.label, themes)
    await _say(session, code, Said(1, form.label, False), by, f"Voegde het thema ‘{form.label}’ toe.")
    return code


async def rename_theme(session: AsyncSession, code: str, form: ThemeForm, by: str) -> bool:
    """Call a theme otherwise, everywhere; False when it is called so already.

    Raises UnknownTheme, LabelTaken, ThemeChanged.
    """
    themes = await _held(session)
    theme = _known(themes, code)
    if theme.label == form.label:
        return False
    if theme.revision != form.revision:
        raise ThemeChanged(await history.last_writer(session, theme_id(code), DETAILS))
    _require_free(themes, form.label, code)
    text = f"Noemde het thema ‘{theme.label}’ voortaan ‘{form.label}’."
    await _say(session, code, Said(theme.revision + 1, form.label, theme.retired), by, text)
    return True


async def retire_theme(session: AsyncSession, code: str, by: str) -> Said:
    """Offer a theme no more; what has it keeps it. Raises UnknownTheme, LastTheme."""
    themes = await _held(session)
    theme = _known(themes, code)
    if not theme.retired:
        if sum(not one.retired for one in themes.values()) == 1:
            raise LastTheme
        await _say(session, code, Said(theme.revision + 1, theme.label, True), by, f"Haalde ‘{theme.label}’ weg.")
    return theme


async def bring_theme_back(session: AsyncSession, code: str, by: str) -> Said:
    """Offer a retired theme again. Raises UnknownTheme."""
    theme = _known(await _held(session), code)
    if theme.retired:
        await _say(session, code, Said(theme.revision + 1, theme.label, False), by, f"Zette ‘{theme.label}’ terug.")
    return theme


async def _held(session: AsyncSession) -> dict[str, Said]:
    """Every theme, while nobody else changes any."""
    await repository.take_turns(session)
    return await themes_now(session)


def _known(themes: dict[str, Said], code: str) -> Said:
    if code not in themes:
        raise UnknownTheme(code)
    return themes[code]


def _require_free(themes: dict[str, Said], label: str, of: str = "") -> None:
    for code, theme in themes.items():
        if code != of and theme.label.casefold() == label.casefold():
            raise LabelTaken(code, theme)


def _code(label: str, themes: dict[str, Said]) -> str:
    """A code that no theme has, made from what it is called."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    base = "_".join(re.findall(r"[a-z0-9]+", plain))[:LONGEST_CODE] or "theme"
    codes = (base, *(f"{base}_{number}" for number in range(2, len(themes) + 3)))
    return next(code for code in codes if code not in themes)


async def _say(session: AsyncSession, code: str, said: Said, by: str, text: str) -> None:
    await put_theme(session, code, said)
    about = theme_id(code)
    await history.write_down(session, about, by, text, topic=DETAILS)
    fact = ThemeListedV1(theme_id=about, code=code, revision=said.revision, label=said.label, retired=said.retired)
    await outbox.add(session, fact)
