"""The check page: everything that was filled in, with the way back to each step."""

from collections.abc import Iterator, Mapping, Sequence

from services.intake.routes.choices import CHOICES, SHARE_NAME
from services.intake.uploads import FILES_PAGE
from shared import dutch
from shared.contracts.vocabulary import Frequency, OwnAttempt
from shared.web.forms import Values
from shared.weight import minutes_per_month

Row = tuple[str, str, str]
YES_OR_NO = {"naamDelen": dict(SHARE_NAME), "herinnering": {"ja": "Ja, mail mij"}}

GROUPS: tuple[tuple[str, int, tuple[tuple[str, str], ...]], ...] = (
    (
        "Het probleem",
        1,
        (
            ("titel", "Waar gaat het over?"),
            ("verhaal", "Wat gebeurt er precies?"),
            ("vanWie", "Van wie komt het?"),
            ("organisatie", "Organisatie"),
        ),
    ),
    (
        "Tijd en gevolgen",
        2,
        (
            ("frequentie", "Hoe vaak"),
            ("minuten", "Minuten per keer"),
            ("uitvoerders", "Wie doet dit werk"),
            ("gevolgenPatient", "Wat merkt de patiënt"),
        ),
    ),
    (
        "Wat je al deed",
        3,
        (
            ("eigenStappen", "Wat je hebt gedaan"),
            ("eigenStappenResultaat", "Wat er toen gebeurde"),
            ("herinnering", "Herinnering"),
            ("wens", "Hoe het beter kan"),
            ("meedenken", "Meedenken"),
        ),
    ),
    (
        "Over jou",
        4,
        (
            ("naam", "Naam"),
            ("functie", "Functie"),
            ("praktijk", "Praktijk"),
            ("agbCode", "AGB-code"),
            ("email", "E-mailadres"),
            ("telefoon", "Telefoonnummer"),
            ("naamDelen", "Naam noemen bij de andere organisatie"),
        ),
    ),
)


def summary_of(values: Values, files: Sequence[Mapping[str, object]]) -> list[tuple[str, list[Row]]]:
    """Per group the label, the answer in words, and where to change it."""
    groups = [(title, list(_rows(values, step, fields))) for title, step, fields in GROUPS]
    added = "\n".join(str(file["text"]) for file in files)
    return [*groups, ("Bestanden", [("Toegevoegde bestanden", added, f"{FILES_PAGE}?naar=controle")])]


def _rows(values: Values, step: int, fields: tuple[tuple[str, str], ...]) -> Iterator[Row]:
    for name, label in fields:
        if name == "herinnering" and OwnAttempt.NOTHING_YET not in values.all("eigenStappen"):
            continue
        words = ", ".join(_in_words(name, given) for given in values.all(name) if given)
        if name == "email" and not words and "ja" in values.all("geenEmail"):
            words = "Geen. Je volgt je melding met een code"
        if name == "herinnering" and not words:
            words = "Nee"
        yield label, words, _change(step, name)
        if name == "minuten" and (cost := _cost(values)):
            yield "Samen per maand", cost, ""


def _cost(values: Values) -> str:
    try:
        minutes = minutes_per_month(Frequency.parse(values["frequentie"]), int(values["minuten"]))
    except ValueError:
        return ""
    return f"{dutch.hours_text(minutes).capitalize()} (jouw schatting)"


def _change(step: int, name: str) -> str:
    return f"/melden/{step}?naar=controle#{name}"


def _in_words(name: str, given: str) -> str:
    labels = {choice.value: choice.label for choice in CHOICES.get(name, ())} | YES_OR_NO.get(name, {})
    return labels.get(given, given)
