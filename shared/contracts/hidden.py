"""What somebody hid in a report."""

from shared.contracts.vocabulary import Choice


class HiddenKind(Choice):
    """What was hidden in a report: all that is kept of it."""

    NAME = "name", "Een naam"
    BIRTH_DATE = "birth_date", "Een geboortedatum"
    ADDRESS = "address", "Een adres"
    NUMBER = "number", "Een nummer, bijvoorbeeld een BSN"
    CONTACT = "contact", "Een telefoonnummer of e-mailadres"
    OTHER = "other", "Iets anders over een patiënt"
