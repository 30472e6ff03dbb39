"""What a file was called, when nobody is in it."""

import re
import unicodedata
from collections.abc import Iterable
from pathlib import PurePosixPath

from shared.privacy import screening
from shared.privacy.finding import Kind
from shared.privacy.guard import allowing
from shared.privacy.lists import are_called

LONGEST, LONGEST_GIVEN = 80, 255
_ODD = re.compile(r"[^\w .,()&+-]")
_JOINS = re.compile(r"[_.+-]+|(?<=[a-zà-ÿ])(?=[A-ZÀ-Ý])|(?<=\D)(?=\d)|(?<=\d)(?=[^\d])")
# A name of a person stands in few file names with more words than this around it, and a date of birth in many.
_NUMBERS = re.compile(r"\d{6,}|\d{1,2}\D\d{1,2}\D\d{2,4}")


def shown_name(given: str) -> str:
    """What a file is called, for whoever sent it: without folders, and without what turns or hides letters."""
    # No file system has longer names; looking through what is longer would keep us busy.
    name = given[-LONGEST_GIVEN:].replace("\\", "/").rpartition("/")[2]
    # Letters in another shape, as full-width ones, become the usual ones: the guard knows those.
    return " ".join(_ODD.sub(" ", unicodedata.normalize("NFKC", name)).split()).strip(" .")


def plain_name(given: str, allowed: Iterable[str]) -> str | None:
    """`Aanvraagformulier stoma.pdf` as it is; None when the guard sees somebody in it, or nothing is left.

    The guard reads sentences. So the words of a file name are put apart, and each with a capital: `jansen_piet.pdf`.
    `allowed`: the names that are no patient's.
    """
    name = shown_name(given)
    if not PurePosixPath(name).suffix or _NUMBERS.search(name):
        return None
    words = _JOINS.sub(" ", PurePosixPath(name).stem)
    if any(_is_about_somebody(text, frozenset(allowed)) for text in (name, words, words.title())):
        return None
    return _short(name)


def _is_about_somebody(text: str, allowed: frozenset[str]) -> bool:
    return any(not _is_let_pass(text[one.begin : one.end], one.kind, allowed) for one in screening.find(text, allowed))


def _is_let_pass(words: str, kind: Kind, allowed: frozenset[str]) -> bool:
    # Beside an allowed name stands what the file is: `Machtiging Zilveren Kruis`. It has a capital too, and is nobody.
    left, count = allowing(allowed).subn(" ", words)
    return kind is Kind.NAME and count > 0 and not any(are_called(word) for word in left.split())


def _short(name: str) -> str:
    stem, suffix = PurePosixPath(name).stem, PurePosixPath(name).suffix
    return name if len(name) <= LONGEST else stem[: LONGEST - len(suffix) - 1] + "…" + suffix
