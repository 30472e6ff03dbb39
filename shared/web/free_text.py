"""How a form says that a field is free text: whatever somebody types there may be about a patient."""

from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel


class _FreeText:
    """The mark on a type."""


FREE_TEXT = _FreeText()
# In a form: `reason: FreeText = Field(min_length=3)`.
FreeText = Annotated[str, FREE_TEXT]


def free_texts(model: type[BaseModel]) -> list[str]:
    """The fields of a form that are free text, as the outside knows them."""
    return [
        field.alias or name
        for name, field in model.model_fields.items()
        if FREE_TEXT in field.metadata or _is_marked(field.annotation)
    ]


def _is_marked(annotation: Any) -> bool:
    parts = get_args(annotation)
    if get_origin(annotation) is Annotated and FREE_TEXT in parts[1:]:
        return True
    return any(_is_marked(part) for part in parts)
