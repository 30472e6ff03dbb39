"""What the practice reported, as rows of label and text."""

from services.triage.tables import Case
from shared import dutch
from shared.contracts.files import Attachment, numbered
from shared.contracts.vocabulary import (
    Choice,
    Frequency,
    ImposedBy,
    OwnAttempt,
    PatientEffect,
    Performer,
    ReporterRole,
    TakePart,
)
from shared.privacy.finding import Kind
from shared.weight import reckoned

Rows = list[tuple[str, str]]


def reported(case: Case) -> dict[str, Rows]:
    """The numbers, the own attempts, and what was hidden; what was not filled in is left out."""
    report = case.report
    numbers: list[tuple[str, str | None]] = [
        ("Van wie", ImposedBy.parse(case.imposed_by).label),
        ("Organisatie", report["organisation"]),
        *(_time(case) if report["minutes"] else [("Tijd per maand", "Niet ingevuld")]),
        ("Wie doet dit werk", _labels(Performer, report["performers"])),
        ("Wat merkt de patiënt", _labels(PatientEffect, report["patient_effects"])),
        ("Regio van de praktijk", case.region),
        ("Functie van de melder", ReporterRole.parse(report["reporter_role"]).label),
        ("Meedenken", TakePart.parse(report["take_part"]).label),
    ]
    attempts = [
        ("Wat ze deden", _labels(OwnAttempt, report["own_attempts"])),
        ("Wat er gebeurde", report["own_attempt_result"]),
        ("Hoe het beter kan", report["wish"]),
    ]
    privacy = [("Voor het versturen verborgen", _hidden(report.get("hidden_pieces")))]
    return {"numbers": _filled(numbers), "attempts": _filled(attempts), "privacy": privacy}


def files_of(case: Case) -> list[tuple[str, str]]:
    """What came with the report: words, and the address where intake hands it out."""
    files = [Attachment.model_validate(one) for one in case.report.get("attachments", ())]
    return [
        (
            dutch.attachment_text(one.number or 0, one.kind.label, one.size),
            f"/team/meldingen/{case.report_id}/bijlagen/{one.id}",
        )
        for one in numbered(files)
    ]


def _time(case: Case) -> list[tuple[str, str | None]]:
    return [
        ("Hoe vaak", Frequency.parse(case.report["frequency"]).label),
        ("Minuten per keer", str(case.report["minutes"])),
        ("Tijd per maand", reckoned_of(case)),
    ]


def reckoned_of(case: Case) -> str:
    """How the hours of a case come about, in words."""
    return reckoned(Frequency.parse(case.report["frequency"]), case.report["minutes"])


def _labels(choice: type[Choice], codes: list[str]) -> str:
    return ", ".join(choice.parse(code).label for code in codes)


def _hidden(pieces: dict[str, int] | None) -> str:
    """How much was hidden before the report was sent, by kind; what it was nobody knows."""
    if pieces is None:
        return "Dat is niet bewaard"
    return ", ".join(f"{count} × {Kind.of(kind).word}" for kind, count in pieces.items()) or "Niets"


def _filled(rows: list[tuple[str, str | None]]) -> Rows:
    return [(label, value) for label, value in rows if value]
