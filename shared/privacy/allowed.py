"""Names that are no patient's: those known from the start. What the team changed about them is in `known.py`."""

from collections.abc import Mapping

from shared.contracts.vocabulary import Choice, ImposedBy


class NamedThing(Choice):
    """What carries a name that is no patient's."""

    INSURER = "insurer", "Zorgverzekeraar"
    CARE = "care", "Ziekenhuis of andere zorg"
    RULE = "rule", "Regel of wet"
    OTHER = "other", "Iets anders"


FROM_THE_START: Mapping[NamedThing, tuple[str, ...]] = {
    NamedThing.INSURER: (
        "Achmea",
        "Aevitae",
        "Anderzorg",
        "ASR",
        "Caresq",
        "CZ",
        "De Christelijke Zorgverzekeraar",
        "De Friesland",
        "Ditzo",
        "DSW",
        "FBTO",
        "Interpolis",
        "IZA",
        "IZZ",
        "Menzis",
        "Nationale-Nederlanden",
        "OHRA",
        "ONVZ",
        "Salland",
        "Stad Holland",
        "Univé",
        "VGZ",
        "VinkVink",
        "VvAA",
        "Zekur",
        "Zilveren Kruis",
        "Zorg en Zekerheid",
    ),
    # Those whose name is a person's, or looks like it.
    NamedThing.CARE: (
        "Antoni van Leeuwenhoek",
        "Antonius Ziekenhuis",
        "Beatrixziekenhuis",
        "Bernhoven",
        "Catharina Ziekenhuis",
        "Elisabeth-TweeSteden",
        "Elkerliek",
        "Erasmus MC",
        "Franciscus Gasthuis",
        "Jeroen Bosch",
        "Maasstad",
        "Maxima MC",
        "Parnassia",
        "Prinses Máxima Centrum",
        "Radboud",
        "Radboudumc",
        "Reinier de Graaf",
        "Rijnstate",
        "Sint Maartenskliniek",
        "St. Antonius",
        "Wilhelmina Ziekenhuis",
    ),
    NamedThing.RULE: ("Wet Dijkstra", "Wet Mulder", "Wet Van der Staaij"),
    NamedThing.OTHER: ("Vektis", "ZorgDomein"),
}
ALLOWED = frozenset(name for names in FROM_THE_START.values() for name in names)


_CARE = frozenset(
    {
        ImposedBy.HOSPITAL,
        ImposedBy.INDEPENDENT_CLINIC,
        ImposedBy.MENTAL_HEALTH,
        ImposedBy.HOME_CARE,
        ImposedBy.PHARMACY,
        ImposedBy.ALLIED_HEALTH,
    }
)


def of_organisation(kind: ImposedBy) -> NamedThing:
    """Under what the name of an organisation of this kind stands on the list."""
    if kind is ImposedBy.HEALTH_INSURER:
        return NamedThing.INSURER
    return NamedThing.CARE if kind in _CARE else NamedThing.OTHER


def changed(changes: Mapping[str, bool]) -> frozenset[str]:
    """The names that are no patient's when for these names it was said whether they are."""
    said = {name.casefold() for name in changes}
    return frozenset(name for name in ALLOWED if name.casefold() not in said) | {
        name for name, allowed in changes.items() if allowed
    }
