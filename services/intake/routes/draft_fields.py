"""What a draft holds, per step of the form."""

from pydantic import BaseModel

from services.intake.forms import STEPS
from services.intake.messages import MESSAGES
from services.intake.tables import Draft
from shared.web.forms import Values, check

LAST = len(STEPS)


def names(step: type[BaseModel]) -> list[str]:
    """The fields of a step, as the form calls them."""
    return [field.alias or name for name, field in step.model_fields.items()]


def own(number: int, typed: Values) -> dict[str, list[str]]:
    """What was typed in the fields of this step."""
    return {name: typed.all(name) for name in names(STEPS[number - 1])}


def merged(draft: Draft | None, number: int, typed: Values) -> dict[str, list[str]]:
    """Everything filled in so far, with this step as it was typed now."""
    return {**(draft.fields if draft else {}), **own(number, typed)}


def kept(draft: Draft | None) -> Values:
    """Everything filled in so far."""
    return Values(draft.fields if draft else {})


def first_open_step(draft: Draft) -> int:
    """The first step that is not right yet; the last one when all are."""
    return next((n for n, step in enumerate(STEPS[:-1], 1) if check(kept(draft), step, MESSAGES).errors), LAST)
