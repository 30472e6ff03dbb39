from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a piece of text looks like. `label` is for people, `hidden` stands in its place."""

    label: str
    hidden: str

    @classmethod
    def of(cls, code: str) -> "Kind":
        """The kind with this code. Raises KeyError when there is none."""
        return {kind.value: kind for kind in cls}[code]

    @property
    def word(self) -> str:
        """What it is, as `naam`."""
        return self.hidden.strip("[]").removesuffix(" verborgen")

    def __new__(cls, value: str, label: str, hidden: str) -> "Kind":
        kind = str.__new__(cls, value)
        kind._value_ = value
        kind.label, kind.hidden = label, hidden
        return kind

    BSN = "bsn", "Lijkt op een burgerservicenummer", "[bsn verborgen]"
    EMAIL = "email", "Lijkt op een e-mailadres", "[e-mailadres verborgen]"
    PHONE = "phone", "Lijkt op een telefoonnummer", "[telefoonnummer verborgen]"
    BIRTH_DATE = "birth_date", "Lijkt op een geboortedatum", "[geboortedatum verborgen]"
    ADDRESS = "address", "Lijkt op een adres", "[adres verborgen]"
    PATIENT_NUMBER = "patient_number", "Lijkt op een nummer van een patiënt", "[nummer verborgen]"
    NAME = "name", "Lijkt op een naam", "[naam verborgen]"


@dataclass(frozen=True, order=True)
class Finding:
    """A piece of a text: `begin` and `end` count Unicode characters, `end` is not part of it.

    `certain`: a number that passes the check of the BSN; it can only be hidden.
    """

    begin: int
    end: int
    kind: Kind
    certain: bool = False

    def overlaps(self, other: "Finding") -> bool:
        """Whether two findings share a character."""
        return self.begin < other.end and other.begin < self.end
