"""The colours an installation may change, and whether everything can still be read (WCAG 2.2, 1.4.3 and 1.4.11)."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

TOKENS = Path(__file__).parents[1] / "web" / "static" / "css" / "10-tokens.css"
WHITE = "#ffffff"
TEXT, GRAPHIC = 4.5, 3.0
# What stands on what, and how much they must differ. An empty name is white.
PAIRS = (
    ("ink", "", TEXT), ("ink", "mist", TEXT), ("ink-2", "", TEXT), ("ink-2", "mist", TEXT), ("ink-2", "petrol-0", TEXT),
    ("", "petrol-9", TEXT), ("", "petrol-8", TEXT), ("", "petrol-7", TEXT), ("petrol-1", "petrol-9", TEXT),
    ("petrol-7", "", TEXT), ("petrol-7", "mist", TEXT), ("petrol-7", "petrol-1", TEXT), ("petrol-9", "petrol-1", TEXT),
    ("zet", "petrol-9", TEXT), ("zet-8", "zet-1", TEXT), ("zet-8", "", TEXT), ("zet-8", "zet", GRAPHIC),
    ("control", "", GRAPHIC), ("control", "mist", GRAPHIC), ("petrol-9", "mist", GRAPHIC), ("petrol-9", "zet", GRAPHIC),
    *((name, ground, TEXT) for name in ("groen", "blauw", "pruim", "rood", "grijs") for ground in ("", f"{name}-1")),
)  # fmt: skip


@cache
def usual() -> Mapping[str, str]:
    """The colours by the name of their token, unless an installation sets others."""
    return dict(re.findall(r"--rw-([a-z0-9-]+): (#[0-9a-f]{6});", TOKENS.read_text("utf-8")))


def faults_of(colours: Mapping[str, str]) -> list[str]:
    """What is wrong with other colours, a line each."""
    unknown = [f"there is no colour {name!r}" for name in colours if name not in usual()]
    wrong = [f"{name} must be as #115563" for name, value in colours.items() if not _is_colour(value)]
    if unknown or wrong:
        return unknown + wrong
    chosen = {**usual(), **colours, "": WHITE}
    return [
        f"{upper or 'white'} on {ground or 'white'} has a contrast of {found:.2f}, and needs {least}"
        for upper, ground, least in PAIRS
        if (found := contrast(chosen[upper], chosen[ground])) < least
    ]


def contrast(one: str, other: str) -> float:
    """How much two colours differ (WCAG 2.x): from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def coloured(text: str, colours: Mapping[str, str]) -> str:
    """A text with these colours in the place of the usual ones, wherever they are written."""
    if not colours:
        return text
    instead = {usual()[name]: value for name, value in colours.items()}
    return re.sub(r"#[0-9A-Fa-f]{6}\b", lambda found: instead.get(found[0].lower(), found[0]), text)


def _is_colour(value: str) -> bool:
    return re.fullmatch(r"#[0-9A-Fa-f]{6}", value) is not None


def _luminance(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
