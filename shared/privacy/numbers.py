"""Numbers that lead to a patient: the BSN, telephone numbers, and numbers of patients at an organisation."""

import re
from collections.abc import Iterator

from stdnum.nl import bsn

from shared.privacy.finding import Finding, Kind
from shared.privacy.surroundings import OF_AN_ORGANISATION, ORGANISATION, before, sentence, words_before

NINE_DIGITS = re.compile(r"(?<!\d)(?:\d{9}|\d(?:[ .\-]?\d){8}(?![ .\-]?\d))(?!\d)")
CALLED_BSN = re.compile(
    r"(?:\bbsn\b|burgerservice\w*|\bsofi\w*)[^\d\n]{0,20}(\d(?:[ .\-]?\d){7,8})(?!\d)", re.IGNORECASE
)

PHONE = re.compile(r"(?<![\d\-/.])(?:(?:\+|00)31[ \-]?(?:\(0\)[ \-]?)?[1-9]|\(?0[1-9])(?:\)?[ \-.–]{0,3}\d){7,9}(?!\d)")
SERVICE_NUMBER = re.compile(r"\(?0(?:800|90[069]|88|85|14)")

A_NUMBER = r"\b(?P<number>(?:[A-Z]{1,3}-?)?\d[\d.\-]{2,}\d)(?! ?(?:euro|jaar|keer|minuten|uur))"
OF_A_PATIENT = re.compile(
    r"\b(?:(?:pati[eë]nt(?:en)?|pt|cli[eë]nt(?:en)?|klant|ziekenhuis|dossier|verzekerden?|polis|lidmaatschaps?|relatie|"
    r"behandel|opname|zorgpas|z|epd|his)\.?[ \-]?(?:nummer|nr|no|id)\b\.?[^\d\n.]{0,30}?"
    r"|\b(?:mrn|dossier|pt\.?nr\.?)[ :]+)[ :]?" + A_NUMBER,
    re.IGNORECASE,
)
NUMBERED = re.compile(r"\b(?:nummer|nr\.?)[ :]+" + A_NUMBER, re.IGNORECASE)
OF_A_PAPER = re.compile(
    r"\b(?:order|bestel|factuur|faktuur|kvk|agb|kenmerk|protocol|versie|artikel|kamerstuk|formulier|declaratie|pagina|"
    r"bijlage|rekening|contract|ticket|melding|zaak|postbus|code|btw|iban|big)\w*",
    re.IGNORECASE,
)
PATIENT = re.compile(
    r"\b(?:pati[eë]nt\w*|pt|cli[eë]nt\w*|hij|zij|ze|haar|hem|mevr\w*|mw|meneer|dhr|his)\b", re.IGNORECASE
)


def find(text: str) -> Iterator[Finding]:
    """Every number that may be a patient's."""
    yield from _bsns(text)
    yield from _phones(text)
    yield from _patient_numbers(text)


def _bsns(text: str) -> Iterator[Finding]:
    for found in NINE_DIGITS.finditer(text):
        if bsn.is_valid(_digits(found[0])):
            yield Finding(found.start(), found.end(), Kind.BSN, certain=True)
    for found in CALLED_BSN.finditer(text):
        yield Finding(found.start(1), found.end(1), Kind.BSN, certain=bsn.is_valid(_digits(found[1]).zfill(9)))


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdigit())


def _phones(text: str) -> Iterator[Finding]:
    for found in PHONE.finditer(text):
        digits = _digits(found[0])
        if len(digits) not in (10, 11, 12, 13) or SERVICE_NUMBER.match(found[0]):
            continue
        behind = OF_AN_ORGANISATION.match(text, found.end())
        if not behind and not ORGANISATION.search(words_before(text, found.start(), 5)):
            yield Finding(found.start(), found.end(), Kind.PHONE)


def _patient_numbers(text: str) -> Iterator[Finding]:
    for found in OF_A_PATIENT.finditer(text):
        if not OF_A_PAPER.search(before(text, found.start("number"), 20)):
            yield Finding(found.start("number"), found.end("number"), Kind.PATIENT_NUMBER)
    for found in NUMBERED.finditer(text):
        begin, end = sentence(text, found.start())
        if not OF_A_PAPER.search(text, begin, found.end()) and _is_about_a_patient(text[begin:end]):
            yield Finding(found.start("number"), found.end("number"), Kind.PATIENT_NUMBER)


def _is_about_a_patient(words: str) -> bool:
    return bool(PATIENT.search(words))
