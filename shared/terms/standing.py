"""What each term is now, as this process knows it: what an administrator said, else the environment, else as usual."""

import os
from collections.abc import Mapping

from shared.terms.listed import TERMS


class Standing:
    """What administrators said about terms, as it was read last."""

    def __init__(self) -> None:
        self._said: Mapping[str, int] = {}

    def take(self, said: Mapping[str, int]) -> None:
        """From now on this holds."""
        self._said = {variable: value for variable, value in said.items() if variable in TERMS}

    def said(self, variable: str) -> int | None:
        """What an administrator said about the term of this variable, if anything."""
        return self._said.get(variable)


STANDING = Standing()


def term_now(variable: str) -> int:
    """How long this term is now, for whoever does not have it among its own settings."""
    said = STANDING.said(variable)
    return installed(variable) if said is None else said


def installed(variable: str) -> int:
    """What this installation has set, else what is usual."""
    given = os.environ.get(variable, "")
    return int(given) if given.isdigit() else TERMS[variable].usual
