"""The same step may lie open in two tabs: what is typed in one never goes unseen over what came later in the other."""

import secrets

from services.intake.tables import Draft
from shared import clock

FIELD, LONGEST = "blad", 40


def new_sheet() -> str:
    """What a page with a step is known by: when it was made, and something that only it has."""
    return f"{_now()}.{secrets.token_hex(4)}"


def noted(number: int, sheet: str) -> dict[str, list[str]]:
    """What a draft remembers with a step: from which page it was saved, and when."""
    return {_name(number): [sheet[:LONGEST], str(_now())]}


def is_newer(draft: Draft | None, number: int, sheet: str) -> bool:
    """Whether another page saved this step since this one was made."""
    by, at = (draft.fields.get(_name(number)) if draft else None) or ("", "0")
    made = sheet[:LONGEST].partition(".")[0]
    return by != sheet and made.isdecimal() and int(at) > int(made)


def _name(number: int) -> str:
    return f"_blad{number}"


def _now() -> int:
    return int(clock.now().timestamp() * 1000)
