"""What people type, by field."""

from collections.abc import Iterable, Mapping
from typing import get_origin

from pydantic import BaseModel

_MANY = (list, set, tuple, frozenset)


class Values:
    """Typed text by field name. A field nobody filled in is empty text, never an error."""

    def __init__(self, fields: Mapping[str, Iterable[str]] | None = None) -> None:
        self._fields = {name: list(given) for name, given in (fields or {}).items()}

    def __getitem__(self, name: str) -> str:
        return (self._fields.get(name) or [""])[-1]

    def all(self, name: str) -> list[str]:
        """Everything chosen in a field where more than one choice is possible."""
        return self._fields.get(name, [])

    def names(self) -> list[str]:
        """The fields that were sent."""
        return list(self._fields)

    def over(self, known: "Values") -> "Values":
        """These, and `known` for the fields that were not sent."""
        return Values(known._fields | self._fields)

    def without(self, names: Iterable[str]) -> "Values":
        """The same, without these fields."""
        return Values({name: given for name, given in self._fields.items() if name not in set(names)})

    def to_check(self, model: type[BaseModel]) -> dict[str, str | list[str]]:
        """The fields the model knows, blank ones left out so that they count as missing."""
        chosen: dict[str, str | list[str]] = {}
        for name, field in model.model_fields.items():
            name = field.alias or name
            given = [text for text in self.all(name) if text.strip()]
            if given:
                chosen[name] = given if get_origin(field.annotation) in _MANY else given[-1]
        return chosen
