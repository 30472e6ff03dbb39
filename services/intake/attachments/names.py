"""What a file was called, when nobody is in it."""

import re
import unicodedata
from pathlib import PurePosixPath

from shared.privacy import screening

LONGEST = 80
_ODD = re.compile(r"[^\w .,()&+-]")
_JOINS = re.compile(r"[_.+-]+|(?<=[a-zà-ÿ])(?=[A-ZÀ-Ý])|(?<=\D)(?=\d)|(?<=\d)(?=[^\d])")
# A name of a person stands in few file names with more words than this around it, and a date of birth in many.
_NUMBERS = re.compile(r"\d{6,}|\d{1,2}\D\d{1,2}\D\d{2,4}")


def plain_name(given: str) -> str | None:
    """`Aanvraagformulier stoma.pdf` as it is; None when the guard sees somebody in it, or nothing is left.

    The guard reads sentences. So the words of a file name are put apart, and each with a capital: `jansen_piet.pdf`.
    """
    name = PurePosixPath(given.replace("\\", "/")).name
    name = " ".join(_ODD.sub(" ", unicodedata.normalize("NFC", name)).split()).strip(" .")
    if not PurePosixPath(name).suffix or _NUMBERS.search(name):
        return None
    words = _JOINS.sub(" ", PurePosixPath(name).stem)
    if any(screening.find(text) for text in (name, words, words.title())):
        return None
    return _short(name)


def _short(name: str) -> str:
    stem, suffix = PurePosixPath(name).stem, PurePosixPath(name).suffix
    return name if len(name) <= LONGEST else stem[: LONGEST - len(suffix) - 1] + "…" + suffix
