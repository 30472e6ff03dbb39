"""Everything that can be said about one report, with the same secret word in every text that somebody typed."""

from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from shared.contracts.base import Fact
from shared.contracts.escalation import (
    HandoverAnsweredV1,
    HandoverErasedV1,
    HandoverSentV1,
    HandoverWordsHiddenV1,
    PackageAddressedV1,
)
from shared.contracts.handovers import HandoverStage
from shared.contracts.hidden import HiddenKind
from shared.contracts.intake import (
    AdditionGivenV1,
    AnswerGivenV1,
    CheckAnsweredV1,
    LetterAskedV1,
    ReopeningRequestedV1,
    ReportErasedV1,
    ReportSubmittedV1,
    WordsHiddenV1,
)
from shared.contracts.notifier import NoticeIssuedV1
from shared.contracts.pieces import make_piece
from shared.contracts.triage import (
    HandoverDecidedV1,
    HandoverFollowedV1,
    QuestionAskedV1,
    ReopeningRefusedV1,
    ReportClosedV1,
    ReportLinkedV1,
)
from shared.contracts.vocabulary import CheckAnswer, CloseReason, EraseReason, HandoverAnswer, NextActor
from shared.ids import new_id
from shared.letters import LetterKind
from shared.messaging.hiding import server_key
from tests.builders import a_contact_given, a_report_submitted

SECRET = "Kanarie Zaagmans"
AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
SOON = date(2026, 12, 4)
# Of what every report here was split off.
FIRST = UUID(int=1)


def a_report(report_id: UUID, number: int) -> ReportSubmittedV1:
    """The report itself."""
    words = dict.fromkeys(
        ("title", "story", "organisation", "own_attempt_result", "wish", "split_because"), f"over {SECRET} zelf"
    )
    split: dict[str, Any] = {"split_from": FIRST, "split_reference": "RW-26-9000", "split_by": "Sanne de Vries"}
    return a_report_submitted(report_id=report_id, reference=f"RW-26-{number:04d}", **words, **split)


def hidden_in(report_id: UUID, handover_id: UUID) -> list[Fact]:
    """What is said when somebody hides the secret word in a report with a handover."""
    piece = make_piece(new_id(), SECRET, server_key())
    told: dict[str, Any] = {"report_id": report_id, **asdict(piece)}
    return [
        WordsHiddenV1(**told, kind=HiddenKind.NAME, hidden_by="Sanne de Vries"),
        HandoverWordsHiddenV1(**told, handover_id=handover_id),
    ]


def all_about(number: int) -> tuple[list[Fact], ReportErasedV1]:
    """Every fact about one report in an order in which they could be said, and that it was erased."""
    report_id, handover_id = new_id(), new_id()
    report: dict[str, Any] = {"report_id": report_id}
    decided: dict[str, Any] = {**report, "decided_by": "Sanne de Vries", "reason": f"Lijkt op {SECRET}"}
    party: dict[str, Any] = {"party_id": new_id(), "party_name": "HIT"}
    handover: dict[str, Any] = {"handover_id": handover_id, "reference": f"H-26-{number:03d}", **report, **party}
    question_id, request_id = new_id(), new_id()
    told: list[Fact] = [
        a_report(report_id, number),
        a_contact_given(**report, name=SECRET, email="kanarie.zaagmans@denkbeeldig.example"),
        LetterAskedV1(
            about_id=report_id, letter_id=new_id(), kind=LetterKind.WITHDRAW, email="kanarie@denkbeeldig.example",
            seed="kanarie", valid_until=datetime(2030, 1, 1, tzinfo=UTC),
        ),
        QuestionAskedV1(**decided, question_id=question_id, question=f"Kent u {SECRET}?", answer_by=SOON),
        AdditionGivenV1(**report, addition_id=new_id(), text=f"Ook {SECRET} vroeg het"),
        AnswerGivenV1(**report, question_id=question_id, text=f"Ja, {SECRET}"),
        ReportLinkedV1(
            **decided, dossier_id=new_id(), dossier_title="Over de regel", opens_dossier=True, practices=1
        ),
        HandoverDecidedV1(**decided, **party),
        PackageAddressedV1(
            handover_id=handover_id, reference=f"H-26-{number:03d}", to_name=SECRET, to_email="a@denkbeeldig.example",
            mail_subject=f"Verzoek: {SECRET}", paragraphs=[f"Het gaat over {SECRET}"],
        ),
        HandoverSentV1(**handover, sent_by="Sanne de Vries", answer_by=SOON),
        HandoverAnsweredV1(**handover, answer=HandoverAnswer.REFUSED, public_text=f"{SECRET} is niet van ons"),
        HandoverFollowedV1(**report, **party, stage=HandoverStage.REFUSED, public_text=f"Niet voor {SECRET}"),
        ReportClosedV1(**decided, close_reason=CloseReason.TOO_LITTLE, tip=f"Bel {SECRET}"),
        NoticeIssuedV1(
            **report, notice_id=new_id(), happened_at=AT, title=f"Over {SECRET}", text=f"{SECRET} wacht",
            public_status="Opgelost", next_actor=NextActor.NOBODY, next_actor_name="Niemand",
        ),
        CheckAnsweredV1(**report, answer=CheckAnswer.NO, text=f"Nog steeds {SECRET}"),
        ReopeningRequestedV1(**report, request_id=request_id, reason=f"{SECRET} belt weer"),
        ReopeningRefusedV1(**decided, request_id=request_id, explanation=f"{SECRET} hoort hier niet"),
        HandoverErasedV1(handover_id=handover_id, **report),
    ]  # fmt: skip
    return told, ReportErasedV1(**report, reason=EraseReason.REQUESTED)
