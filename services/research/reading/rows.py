"""An entry as short lines of label and value, for who has to compare it with what they typed themselves."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from services.research.domain import EvidenceKind, Kept, Reliability, Stance, found_in
from services.research.reading.shown import ShownStakeholder
from services.research.tables import Agreement, Commitment, Entry, Evidence, Finding, RuleSource, Stakeholder, Task
from shared.contracts.vocabulary import RecordedIn
from shared.dutch import date_text

Row = tuple[str, str | None, str]


def rows_of(entry: Entry, evidence: Mapping[UUID, str]) -> list[Row]:
    """Everything that is filled in in the form of an entry, as it is stored; `evidence` are titles of sources."""
    return [(label, value, "") for label, value in _pairs(entry, evidence)]


def _pairs(entry: Entry, evidence: Mapping[UUID, str]) -> list[tuple[str, str | None]]:
    match entry:
        case RuleSource():
            return _source(entry)
        case Evidence():
            return _evidence(entry)
        case Finding():
            title = evidence.get(entry.evidence_id) if entry.evidence_id else None
            return [("Vastgesteld", entry.claim), ("Bron", found_in(title, entry.source))]
        case Stakeholder():
            return _stakeholder(entry)
        case Task():
            return [("Wat", entry.what), ("Wie", entry.owner_name), ("Wanneer", _day(entry.due_on))]
        case Agreement():
            return _agreement(entry)
        case Commitment():
            return _commitment(entry)
    raise TypeError(type(entry).__name__)


def _source(entry: RuleSource) -> list[tuple[str, str | None]]:
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


def _evidence(entry: Evidence) -> list[tuple[str, str | None]]:
    return [
        ("Bron", entry.called),
        ("Soort", EvidenceKind.parse(entry.evidence_kind).label),
        ("Webadres", entry.link),
        ("Te vinden", entry.kept_at),
        ("Van wie", entry.from_whom),
        ("Van wanneer", _day(entry.dated_on)),
        ("Betrouwbaarheid", Reliability.parse(entry.reliability).label),
        ("Opmerking", entry.remark),
    ]


def _stakeholder(entry: Stakeholder) -> list[tuple[str, str | None]]:
    return [
        ("Organisatie", entry.organisation),
        ("Wie", entry.person),
        ("E-mailadres", entry.email),
        ("Rol", entry.role),
        ("Belang", entry.interest),
        ("Invloed", ShownStakeholder(entry).influence),
        ("Houding", Stance.parse(entry.stance).label),
        ("Laatste contact", _day(entry.last_contact_on)),
    ]


def _agreement(entry: Agreement) -> list[tuple[str, str | None]]:
    return [
        ("Afgesproken", entry.agreed),
        ("Tussen", entry.between),
        ("Regio", entry.region),
        ("Geldig vanaf", _day(entry.agreed_from)),
        ("Geldig tot en met", _day(entry.agreed_until)),
        ("Nakijken op", _day(entry.check_on)),
    ]


def _commitment(entry: Commitment) -> list[tuple[str, str | None]]:
    return [
        ("Door", entry.promised_by),
        ("Toegezegd", entry.promise),
        ("Voor", _day(entry.promised_for)),
        ("Nagekomen?", Kept.parse(entry.kept).label),
    ]


def _day(day: date | None) -> str | None:
    return date_text(day) if day else None
