"""Typed text that goes into a mail: nothing in it may act as anything but text."""

import re
import unicodedata

_BREAKS = re.compile(r"\r\n?|[\x85\u2028\u2029]")
# Control, format (direction overrides among them), private and unassigned characters.
_UNSEEN = {"Cc", "Cf", "Co", "Cn", "Cs"}
_NOT_IN_A_NAME = re.compile(r"[^\w .,'’\-()&/]")


def text(given: str) -> str:
    """Text of one or more lines without anything unseen."""
    plain = _BREAKS.sub("\n", given)
    return "".join(char for char in plain if char == "\n" or unicodedata.category(char) not in _UNSEEN).strip()


def line(given: str, longest: int) -> str:
    """One line, cut off with an ellipsis when it is longer."""
    plain = " ".join(text(given).split())
    return plain if len(plain) <= longest else plain[: longest - 1].rstrip() + "…"


def display_name(given: str) -> str:
    """A name fit to stand beside an address."""
    return line(_NOT_IN_A_NAME.sub("", line(given, 120)), 60)
