"""What somebody is typing may become something that tells who a patient is: eight of the nine digits of a BSN, half a
name. It is not kept before it is clear what it is.
"""

import re

from shared.privacy.birth_dates import MONTH
from shared.privacy.names import BETWEEN, TITLES

# The longest that is left out; a name or number is shorter.
LONGEST = 120

_SPACE = r"[ ,.\-/()–:]{0,3}"
_NUMBER = rf"[+(]{{0,2}}\d(?:{_SPACE}\d){{0,40}}(?: ?[A-Z]{{1,2}})?"
_DATE = rf"\d{{1,2}}e? (?:{MONTH})"
# With a digit, an at sign, or a full stop within: the begin of an e-mail address, or of a number with letters.
_ODD_WORD = r"[^\s]*(?:[\d@_]|[^\s.][.](?=[^\s.]))[^\s]*"
_CAPITAL = r"[A-ZÀ-Þ][\w'’]{0,40}"
_APART = r"[ ,.\-]{1,3}"
_NAME = rf"(?:{_CAPITAL}(?:{_APART}{BETWEEN}){{0,3}}{_APART}){{0,6}}{_CAPITAL}(?:{_APART}{BETWEEN}){{0,3}}"
_BEGUN = re.compile(rf"(?<!\w)(?:{_NAME}|{_DATE}|{_NUMBER}|{_ODD_WORD}){_SPACE}$")
_BEGUN_BEHIND_A_TITLE = re.compile(rf"\b(?i:{TITLES}) (?P<begun>(?:{BETWEEN} ){{0,3}}[a-zà-ÿ]{{0,30}})$")
_WORD = re.compile(r"\S*")


def finished(text: str, kept: str) -> str:
    """The text without the piece being typed when that may become somebody's name or number.

    `kept` is the text as it was kept last: where the two begin to be the same for good, somebody types.
    """
    at = _typed_at(text, kept)
    begin = _begin(text, at)
    if begin == at:
        return text
    rest = _WORD.match(text, at)
    return text[:begin] + text[rest.end() if rest else at :]


def _typed_at(text: str, kept: str) -> int:
    same = 0
    for new, old in zip(reversed(text), reversed(kept), strict=False):
        if new != old:
            break
        same += 1
    return len(text) - same


def _begin(text: str, at: int) -> int:
    begins = [at]
    if found := _BEGUN.search(text, max(0, at - LONGEST), at):
        begins.append(found.start())
    if found := _BEGUN_BEHIND_A_TITLE.search(text, max(0, at - LONGEST), at):
        begins.append(found.start("begun"))
    return min(begins)
