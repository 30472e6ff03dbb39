"""The package as an outside body reads it: in the u-form, short sentences, without practices or people."""

from dataclasses import dataclass, field
from datetime import date
from email.utils import parseaddr

from services.escalation.domain import Category
from services.escalation.tables import Handover
from shared.desk import desk
from shared.dutch import count_text, date_text, hours_text

# The frame the notifier puts around the paragraphs of a package.
GREETING = "Geachte {name},"
NO_NAME_YET = "[naam van de ontvanger]"


@dataclass(frozen=True)
class Package:
    """What is mailed. `paragraphs` go between the greeting and the closing."""

    subject: str
    greeting: str
    paragraphs: list[str]
    closing: str = field(default_factory=lambda: f"Met vriendelijke groet,\nhet team van {desk().name}")


def package_of(handover: Handover, *, answer_by: date, mail_from: str) -> Package:
    """The package of a handover as it would be mailed now; empty fields are left out."""
    return Package(
        subject=f"Verzoek: {handover.title} ({handover.reference})",
        greeting=GREETING.format(name=handover.contact_name or NO_NAME_YET),
        paragraphs=[paragraph for paragraph in _paragraphs(handover, answer_by, mail_from) if paragraph],
    )


def reminder_of(handover: Handover, *, answer_by: date, mail_from: str) -> Package:
    """The mail that asks once more, with the whole package under it."""
    return Package(
        subject=f"Herinnering: {handover.title} ({handover.reference})",
        greeting=GREETING.format(name=handover.contact_name or NO_NAME_YET),
        paragraphs=[
            *_asked_before(handover, answer_by),
            "Voor uw gemak staat ons verzoek hieronder nog een keer.",
            *filter(None, _file(handover)),
            _questions(mail_from),
        ],
    )


def _asked_before(handover: Handover, answer_by: date) -> list[str]:
    if handover.received_on:
        day, by = date_text(handover.received_on), date_text(answer_by)
        return [
            f"Op {day} liet u weten dat u ons verzoek oppakt: {handover.title}. Daarna hoorden wij niets meer van u.",
            f"Wilt u ons voor {by} laten weten hoe het staat? U kunt antwoorden op deze mail.",
        ]
    day = date_text(handover.sent_at) if handover.sent_at else ""
    return [
        f"Op {day} stuurden wij u een verzoek: {handover.title}. Wij kregen nog geen antwoord van u.",
        _answer_wanted(answer_by),
    ]


def sent_package(handover: Handover) -> Package:
    """The package as it was mailed."""
    greeting = GREETING.format(name=handover.contact_name or NO_NAME_YET)
    return Package(handover.mail_subject or "", greeting, handover.paragraphs or [])


def _paragraphs(handover: Handover, answer_by: date, mail_from: str) -> list[str]:
    return [
        f"{_who(handover.practices)} vast op het volgende: {handover.title}. "
        f"Wij kunnen dit niet zelf oplossen. Daarom vragen wij u om hulp.",
        *_file(handover),
        _answer_wanted(answer_by),
        _questions(mail_from),
    ]


def _file(handover: Handover) -> list[str]:
    return [
        _under("Soort probleem", Category.parse(handover.category).label if handover.category else None),
        _under("Wat er letterlijk wordt gevraagd", handover.asked_text),
        _under("Wie dit vraagt", handover.asked_by),
        _under("Waar dit is vastgelegd", handover.recorded_text),
        _under("Wat dit tegenspreekt", handover.contradiction),
        _under("Hoe vaak dit speelt", numbers(handover.practices, handover.minutes_per_month)),
        _under("Wat wij al probeerden", handover.tried),
        _under("Wat wij u vragen", handover.wanted),
    ]


def _answer_wanted(answer_by: date) -> str:
    return f"Wilt u ons voor {date_text(answer_by)} laten weten of u dit oppakt? U kunt antwoorden op deze mail."


def _questions(mail_from: str) -> str:
    return (
        f"Hebt u vragen? Mail naar {parseaddr(mail_from)[1]}. In dit dossier staan geen namen van praktijken "
        "of patiënten."
    )


def numbers(practices: int, minutes_per_month: int) -> str:
    """How many practices have this and what it costs them, with what that is based on."""
    reports = f"{count_text(practices, 'praktijk meldt', 'praktijken melden')} dit."
    if not minutes_per_month:
        return reports
    together, whose = ("", "de praktijk") if practices == 1 else ("samen ", "de praktijken")
    return f"{reports} Dat kost {together}{hours_text(minutes_per_month)} per maand. Dit is een schatting van {whose}."


def _who(practices: int) -> str:
    if practices == 1:
        return "Een huisartsenpraktijk in onze regio loopt"
    return "Huisartsenpraktijken in onze regio lopen"


def _under(heading: str, text: str | None) -> str:
    return f"{heading}:\n{text}" if text else ""
