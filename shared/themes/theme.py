"""A theme as pages and forms use it: what something is about."""

from typing import Any, Self

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from shared.contracts.knowledge import ItemPublishedV1
from shared.contracts.research import AgreementPublishedV1
from shared.contracts.vocabulary import Theme as FirstTheme
from shared.themes.standing import STANDING


class Theme(str):
    """The code of a theme, with what it is called now. One that a process never heard of is called as what fits
    nowhere."""

    __slots__ = ()

    @property
    def value(self) -> str:
        """The code."""
        return str(self)

    @property
    def label(self) -> str:
        """What people read."""
        return (STANDING.themes.get(self) or STANDING.themes[FirstTheme.OTHER]).label

    @property
    def retired(self) -> bool:
        """Whether it is offered no more; what has it keeps it."""
        return self in STANDING.themes and STANDING.themes[self].retired

    @classmethod
    def parse(cls, given: object) -> Self:
        """The theme with this code, also when it is retired. Raises ValueError when there is none."""
        if isinstance(given, str) and given in STANDING.themes:
            return cls(given)
        raise ValueError("no such theme")

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls.parse, serialization=core_schema.plain_serializer_function_ser_schema(str)
        )


def all_themes() -> list[Theme]:
    """Every theme in order, also those that are retired."""
    return [Theme(code) for code in STANDING.themes]


def offered(*chosen: str | None) -> list[Theme]:
    """The themes that can be chosen, and those that are chosen already."""
    return [theme for theme in all_themes() if theme in chosen or not theme.retired]


def to_look_for() -> list[tuple[str, str]]:
    """Every theme that things may have, with its label; the retired ones last, and said to be so."""
    by_use = sorted(all_themes(), key=lambda theme: theme.retired)
    return [(theme, f"{theme.label} (niet meer in gebruik)" if theme.retired else theme.label) for theme in by_use]


def first_theme(code: str) -> FirstTheme:
    """How a fact names a theme to who knows only those from the start; it says the code beside that."""
    return next((theme for theme in FirstTheme if theme == code), FirstTheme.OTHER)


def theme_said(fact: ItemPublishedV1 | AgreementPublishedV1) -> str:
    """The code of the theme that a fact is about."""
    return fact.theme_code or fact.theme.value
