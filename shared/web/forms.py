"""What people type: read, cleaned, checked, and kept so that it can be shown again."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from fastapi import Request
from pydantic import BaseModel, ValidationError
from pydantic_core import PydanticCustomError
from starlette.datastructures import FormData

from shared.web import csrf
from shared.web.faults import FIELD_FAULT, sentence_of
from shared.web.screening import screen
from shared.web.values import Values as Values

Form = TypeVar("Form", bound=BaseModel)
# Per field one sentence for whatever is wrong, or one per kind of fault with "*" for the rest.
Messages = Mapping[str, str | Mapping[str, str]]
_LINE_ENDS = re.compile(r"\r\n?|\x85|\u2028|\u2029")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff]")


@dataclass(frozen=True)
class Filled(Generic[Form]):
    """A form somebody sent: `form` when all is right, else None with `errors`; `values` as typed."""

    values: Values
    form: Form | None
    errors: dict[str, str]


async def fill(request: Request, model: type[Form], messages: Messages) -> Filled[Form]:
    """Read and check the form in a request. Fields the model does not have are ignored.

    Raises PatientDataSeen when its free texts may tell who a patient is and nobody said yet what to do with that.
    """
    return await check_typed(request, await posted(request), model, messages)


async def check_typed(request: Request, typed: Values, model: type[Form], messages: Messages) -> Filled[Form]:
    """The same for a form that was read already."""
    filled = check(typed, model, messages)
    if filled.errors:
        return filled
    screened = await screen(request, typed, model)
    if screened.errors:
        return Filled(screened.values, None, screened.errors)
    # What stands in the place of something hidden may be longer than it was.
    return check(screened.values, model, messages)


def check(values: Values, model: type[Form], messages: Messages) -> Filled[Form]:
    """Check values that were read before, or kept in a draft."""
    try:
        return Filled(values, model.model_validate(values.to_check(model)), {})
    except ValidationError as error:
        return Filled(values, None, errors_of(error, messages))


async def posted(request: Request) -> Values:
    """What a form sent, cleaned; uploaded files and the form token are left out."""
    async with request.form(max_files=0) as form:
        return values_in(form)


def values_of(fields: Mapping[str, Any]) -> Values:
    """Values for a form from what we already know: text, numbers, choices, lists of them, or None."""
    return Values({name: _texts(given) for name, given in fields.items() if given is not None})


def errors_of(error: ValidationError, messages: Messages) -> dict[str, str]:
    """One Dutch sentence per wrong field, in the order of the form."""
    found: dict[str, str] = {}
    for fault in error.errors(include_url=False, include_input=False):
        field = fault.get("ctx", {}).get("field") or str((*fault["loc"], "form")[0])
        found.setdefault(field, _sentence(fault, messages.get(field)))
    return found


def field_fault(field: str, sentence: str) -> PydanticCustomError:
    """Raise this in a model validator to point at one field with a sentence; in that of a field, without a name."""
    # Braces would be read as places to fill in.
    return PydanticCustomError(FIELD_FAULT, "{sentence}", {"field": field, "sentence": sentence})


def clean(text: str) -> str:
    """Text without control characters, with plain line ends, without space around it."""
    return _CONTROLS.sub("", _LINE_ENDS.sub("\n", text)).strip()


def _sentence(fault: Mapping[str, Any], wanted: str | Mapping[str, str] | None) -> str:
    if fault["type"] == FIELD_FAULT or wanted is None:
        return sentence_of(fault)
    if isinstance(wanted, str):
        return wanted
    return wanted.get(fault["type"]) or wanted.get("*") or sentence_of(fault)


def values_in(form: FormData) -> Values:
    """The texts in a form that was read, cleaned."""
    fields: dict[str, list[str]] = {}
    for name, given in form.multi_items():
        if isinstance(given, str) and name != csrf.FIELD:
            fields.setdefault(name, []).append(clean(given))
    return Values(fields)


def _texts(given: object) -> list[str]:
    if isinstance(given, list | tuple | set | frozenset):
        return [str(one) for one in given]
    return [str(given)]
