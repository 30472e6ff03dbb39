"""What themes there are, as this process knows it: what an administrator said, else as they were at first."""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.contracts.vocabulary import Theme as FirstTheme


@dataclass(frozen=True)
class Said:
    """How a theme stands; `revision` is how often somebody said something about it."""

    revision: int
    label: str
    retired: bool


AT_FIRST: Mapping[str, Said] = {theme.value: Said(0, theme.label, False) for theme in FirstTheme}
_PLACES = {theme.value: place for place, theme in enumerate(FirstTheme)}


def in_order(said: Mapping[str, Said]) -> dict[str, Said]:
    """All themes: those known from the start in their order, then what was added, and what fits nowhere last."""
    together = {**AT_FIRST, **said}

    def place(code: str) -> tuple[bool, int, str]:
        return code == FirstTheme.OTHER, _PLACES.get(code, len(_PLACES)), together[code].label.casefold()

    return {code: together[code] for code in sorted(together, key=place)}


class Standing:
    """What administrators said about themes, as it was read last."""

    def __init__(self) -> None:
        self.themes: Mapping[str, Said] = in_order({})

    def take(self, said: Mapping[str, Said]) -> None:
        """From now on this holds."""
        self.themes = in_order(said)


STANDING = Standing()
