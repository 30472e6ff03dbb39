"""An entry as short lines of label and value, for who has to compare it with what they typed themselves."""

from datetime import date

from services.research.domain import Stance
from services.research.reading.shown import ShownStakeholder
from services.research.tables import Entry, Finding, RuleSource, Stakeholder, Task
from shared.contracts.vocabulary import RecordedIn
from shared.dutch import date_text

Row = tuple[str, str | None, str]


def rows_of(entry: Entry) -> list[Row]:
    """Everything that is filled in in the form of an entry, as it is stored."""
    return [(label, value, "") for label, value in _pairs(entry)]


def _pairs(entry: Entry) -> list[tuple[str, str | None]]:
    match entry:
        case RuleSource():
            return [
                ("Waar", RecordedIn.parse(entry.recorded_in).label),
                ("Vindplaats", entry.place),
                ("Van wie", entry.holder),
                ("Citaat", entry.quote),
                ("Webadres", entry.url),
                ("Geldig vanaf", _day(entry.valid_from)),
                ("Geldig tot en met", _day(entry.valid_until)),
                ("Nagekeken op", _day(entry.checked_on)),
            ]
        case Finding():
            return [("Vastgesteld", entry.claim), ("Bron", entry.source)]
        case Stakeholder():
            return [
                ("Organisatie", entry.organisation),
                ("Wie", entry.person),
                ("E-mail", entry.email),
                ("Rol", entry.role),
                ("Belang", entry.interest),
                ("Invloed", ShownStakeholder(entry).influence),
                ("Houding", Stance.parse(entry.stance).label),
                ("Laatste contact", _day(entry.last_contact_on)),
            ]
        case Task():
            return [("Wat", entry.what), ("Wie", entry.owner_name), ("Wanneer", _day(entry.due_on))]
    raise TypeError(type(entry).__name__)


def _day(day: date | None) -> str | None:
    return date_text(day) if day else None
