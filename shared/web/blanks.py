"""Blanks in a text that was prepared, as `{onderwerp}`: filled in before anybody reads it."""

import re
from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator

from shared.web.forms import field_fault
from shared.web.free_text import FREE_TEXT

_BLANK = re.compile(r"\{([^{}]*)\}")


def blanks_in(text: str) -> list[str]:
    """The names of the blanks in a text, each once, in order."""
    return list(dict.fromkeys(name.strip() for name in _BLANK.findall(text)))


def filled(text: str, known: Mapping[str, str]) -> str:
    """The text with what is known in its blanks; a blank of which nothing is known stays."""
    return _BLANK.sub(lambda blank: known.get(blank[1].strip()) or blank[0], text)


def has_loose_brace(text: str) -> bool:
    """Whether a brace stands there that opens or closes no blank."""
    return bool({"{", "}"} & set(_BLANK.sub("", text)))


def _finished(text: str) -> str:
    left = blanks_in(text)
    if left:
        raise field_fault("", f"In je tekst staat nog {{{left[0]}}}. Vul dat zelf in, of haal het weg")
    return text


# Free text that goes out as it is: nothing in it waits to be filled in.
FinishedText = Annotated[str, FREE_TEXT, AfterValidator(_finished)]
