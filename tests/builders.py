"""Facts with readable defaults; a test names only what matters to it."""

from datetime import UTC, date, datetime
from typing import Any

from shared.contracts.intake import AnswerGivenV1, ContactGivenV1, ReportSubmittedV1
from shared.contracts.knowledge import ItemPublishedV1, PartyListedV1
from shared.contracts.vocabulary import (
    AgreementStatus,
    Frequency,
    ImposedBy,
    Level,
    OwnAttempt,
    PatientEffect,
    Performer,
    RecordedIn,
    ReporterRole,
    TakePart,
    Theme,
)
from shared.ids import new_id


def a_report_submitted(**changes: Any) -> ReportSubmittedV1:
    """A report about a yearly authorisation."""
    values: dict[str, Any] = {
        "report_id": new_id(),
        "reference": "RW-26-0001",
        "submitted_at": datetime(2026, 11, 20, 9, 30, tzinfo=UTC),
        "answer_by": date(2026, 11, 27),
        "practice_id": new_id(),
        "reporter_role": ReporterRole.GP,
        "title": "Elk jaar opnieuw machtiging voor stomamateriaal",
        "story": "De leverancier vraagt elk jaar een nieuwe machtiging, terwijl er niets verandert.",
        "imposed_by": ImposedBy.HEALTH_INSURER,
        "organisation": None,
        "frequency": Frequency.FEW_PER_MONTH,
        "minutes": 20,
        "minutes_per_month": 60,
        "performers": [Performer.ASSISTANT],
        "patient_effects": [PatientEffect.WAITS_LONGER],
        "own_attempts": [OwnAttempt.ASKED_WHY],
        "own_attempt_result": "Het moet van het systeem.",
        "wish": "Eén machtiging voor vijf jaar.",
        "take_part": TakePart.CONTACT,
        "may_share_name": False,
    }
    return ReportSubmittedV1.model_validate(values | changes)


def a_contact_given(**changes: Any) -> ContactGivenV1:
    """How to reach the reporter of a report."""
    values: dict[str, Any] = {
        "report_id": new_id(),
        "name": "Noor Bakker",
        "email": "noor@denkbeeldigemolen.example",
        "link_token": "a-token-nobody-can-guess",
    }
    return ContactGivenV1.model_validate(values | changes)


def an_answer_given(**changes: Any) -> AnswerGivenV1:
    """The reporter's answer to a question."""
    values: dict[str, Any] = {
        "report_id": new_id(),
        "question_id": new_id(),
        "text": "Bij twee verzekeraars.",
    }
    return AnswerGivenV1.model_validate(values | changes)


def an_item_published(**changes: Any) -> ItemPublishedV1:
    """A known agreement."""
    values: dict[str, Any] = {
        "item_id": new_id(),
        "code": "R02",
        "revision": 1,
        "title": "Elk jaar een nieuwe verwijzing terwijl de behandeling doorloopt",
        "rule": "De poli vraagt elk jaar een nieuwe verwijzing.",
        "short_answer": "Een nieuwe verwijzing is niet nodig zolang de behandeling loopt.",
        "imposed_by": [ImposedBy.HOSPITAL],
        "theme": Theme.REFERRALS,
        "level": Level.NATIONAL,
        "recorded_in": RecordedIn.NATIONAL_AGREEMENT,
        "status": AgreementStatus.IN_FORCE,
        "public": True,
    }
    return ItemPublishedV1.model_validate(values | changes)


def a_party_listed(**changes: Any) -> PartyListedV1:
    """The national team that takes handovers."""
    values: dict[str, Any] = {
        "party_id": new_id(),
        "name": "Huisartsen Interventie Team (HIT)",
        "abbreviation": "HIT",
        "kind": ImposedBy.OTHER_BODY,
        "takes_handovers": True,
    }
    return PartyListedV1.model_validate(values | changes)
