"""One fact of every kind a reporter hears about, with readable defaults."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, TypeVar
from uuid import UUID

from services.notifier.notices import Known, notice_of
from services.notifier.wording import Notice
from shared.contracts.base import Fact
from shared.contracts.escalation import HandoverAnsweredV1, HandoverSentV1, PackageAddressedV1
from shared.contracts.handovers import HandoverStage
from shared.contracts.intake import CheckFellDueV1, ReminderFellDueV1, ReopeningRequestedV1
from shared.contracts.knowledge import AgreementAnnouncedV1, ItemPublishedV1, PartyListedV1
from shared.contracts.research import DossierConcludedV1, DossierOpenedV1, DossierReopenedV1
from shared.contracts.triage import (
    HandoverDecidedV1,
    HandoverFollowedV1,
    QuestionAskedV1,
    QuestionRemindedV1,
    ReopeningRefusedV1,
    ReportAnsweredV1,
    ReportClosedV1,
    ReportDelayedV1,
    ReportLinkedV1,
    ReportLookedIntoV1,
    ReportReferredV1,
    ReportReopenedV1,
    ReportReturnedV1,
    ReportUnlinkedV1,
)
from shared.contracts.vocabulary import (
    CloseReason,
    HandoverAnswer,
    ImposedBy,
    NextActor,
    Outcome,
    ReturnReason,
)
from shared.ids import new_id
from tests.builders import a_report_submitted, an_answer_given

F = TypeVar("F", bound=Fact)

TITLE = "Elk jaar opnieuw machtiging voor stomamateriaal"
DAY = date(2026, 11, 20)
HIT = "Huisartsen Interventie Team van de LHV"
THE_HIT = "Het Huisartsen Interventie Team (HIT)"
ITEM = UUID("01930000-0000-7000-8000-000000000001")
PARTY = UUID("01930000-0000-7000-8000-000000000002")
DOSSIER = UUID("01930000-0000-7000-8000-000000000003")
KNOWN = Known(title=TITLE, happened_on=DAY, party_abbreviation="HIT", item_is_public=True)

DECIDED = {"decided_by": "Sanne de Vries", "reason": "Alleen voor het team.", "send_mail": True}
DEFAULTS: dict[type[Fact], dict[str, Any]] = {
    ReminderFellDueV1: {"public_status": "In onderzoek", "next_actor": NextActor.TEAM, "next_actor_name": "Wij"},
    CheckFellDueV1: {
        "weeks": 4,
        "public_status": "Opgelost",
        "next_actor": NextActor.NOBODY,
        "next_actor_name": "Niemand",
    },
    ReopeningRequestedV1: {"request_id": ITEM, "reason": "De leverancier vraagt het nog steeds."},
    ReportReopenedV1: DECIDED | {"request_id": ITEM, "answer_by": date(2026, 12, 4)},
    ReopeningRefusedV1: DECIDED | {"request_id": ITEM, "explanation": "De afspraak geldt vanaf 1 januari."},
    QuestionRemindedV1: {
        "question_id": PARTY,
        "asked_at": datetime(2026, 11, 20, 9, tzinfo=UTC),
        "answer_by": date(2026, 12, 4),
    },
    ReportDelayedV1: {"promised_on": date(2026, 11, 27), "answer_by": date(2026, 12, 4)},
    ReportReturnedV1: {
        "why": ReturnReason.NO_ANSWER,
        "waited_since": datetime(2026, 11, 20, 9, tzinfo=UTC),
        "answer_by": date(2026, 12, 14),
        "party_id": PARTY,
        "party_name": HIT,
    },
    QuestionAskedV1: DECIDED
    | {"question_id": PARTY, "question": "Om welke verzekeraar gaat het?", "answer_by": date(2026, 12, 4)},
    ReportLinkedV1: DECIDED
    | {
        "dossier_id": DOSSIER,
        "dossier_title": "Machtigingen die elk jaar terugkomen",
        "opens_dossier": False,
        "practices": 5,
    },
    ReportUnlinkedV1: {
        "dossier_id": DOSSIER,
        "dossier_title": "Machtigingen die elk jaar terugkomen",
        "undoes": ITEM,
        "decided_by": "Mo Aydın",
        "answer_by": date(2026, 11, 27),
    },
    ReportAnsweredV1: DECIDED
    | {
        "item_id": ITEM,
        "item_code": "R01",
        "item_title": "Machtiging stomamateriaal",
        "short_answer": "Eén machtiging geldt vijf jaar. Een nieuwe is niet nodig.",
    },
    ReportReferredV1: DECIDED | {"party_id": PARTY, "party_name": "Coöperatie VGZ", "check_on": date(2027, 1, 15)},
    HandoverDecidedV1: DECIDED | {"party_id": PARTY, "party_name": HIT},
    HandoverFollowedV1: {"party_id": PARTY, "party_name": HIT, "stage": HandoverStage.DECIDED},
    ReportLookedIntoV1: {"answer_by": date(2026, 12, 14)},
    ReportClosedV1: DECIDED | {"close_reason": CloseReason.NOT_A_RULE, "tip": "Bespreek het in je hagro."},
    HandoverSentV1: {
        "handover_id": ITEM,
        "reference": "H-26-001",
        "party_id": PARTY,
        "party_name": HIT,
        "dossier_id": DOSSIER,
        "sent_by": "Sanne de Vries",
        "answer_by": date(2026, 12, 18),
    },
    HandoverAnsweredV1: {
        "handover_id": ITEM,
        "reference": "H-26-001",
        "party_id": PARTY,
        "party_name": HIT,
        "dossier_id": DOSSIER,
        "answer": HandoverAnswer.ANSWERED,
        "public_text": "We bespreken dit met de verzekeraars.",
    },
    DossierConcludedV1: {
        "dossier_id": DOSSIER,
        "reference": "D-26-001",
        "title": "Machtigingen die elk jaar terugkomen",
        "outcome": Outcome.SOLVED,
        "public_text": "Vanaf 1 januari geldt één machtiging voor vijf jaar.",
        "concluded_by": "Sanne de Vries",
        "reports": 5,
        "practices": 5,
        "minutes_per_month": 360,
        "party_name": HIT,
    },
    AgreementAnnouncedV1: {
        "item_id": ITEM,
        "code": "A-26-001",
        "dossier_id": DOSSIER,
        "title": "Machtiging voor stoma",
        "short_answer": "Eén machtiging geldt vijf jaar.",
    },
    DossierReopenedV1: {
        "dossier_id": DOSSIER,
        "reference": "D-26-001",
        "title": "Machtigingen die elk jaar terugkomen",
        "why": "Twee verzekeraars houden zich er niet aan.",
    },
    DossierOpenedV1: {"dossier_id": DOSSIER, "reference": "D-26-001", "title": "Machtigingen die elk jaar terugkomen"},
    ItemPublishedV1: {
        "item_id": ITEM,
        "code": "R01",
        "revision": 1,
        "title": "Machtiging stomamateriaal",
        "rule": "De leverancier vraagt elk jaar een machtiging.",
        "short_answer": "Eén machtiging geldt vijf jaar.",
        "imposed_by": ["health_insurer"],
        "theme": "devices_transport",
        "level": "national",
        "recorded_in": "national_agreement",
        "status": "in_force",
        "public": True,
    },
    PartyListedV1: {
        "party_id": PARTY,
        "name": HIT,
        "abbreviation": "HIT",
        "kind": ImposedBy.OTHER_BODY,
        "takes_handovers": True,
    },
    PackageAddressedV1: {
        "handover_id": ITEM,
        "reference": "H-26-001",
        "to_name": "meneer Jansen",
        "to_email": "hit@lhv.example",
        "mail_subject": "Signaal over machtigingen",
        "paragraphs": ["Wij vragen uw aandacht voor het volgende.", "Vijf praktijken lopen hierop vast."],
    },
}


def a(kind: type[F], **changes: Any) -> F:
    """A fact of this kind."""
    values = dict(DEFAULTS[kind])
    if "report_id" in kind.model_fields and kind.model_fields["report_id"].is_required():
        values["report_id"] = new_id()
    return kind.model_validate(values | changes)


def every_fact() -> Iterator[tuple[str, Fact]]:
    """Every case reporters can hear about, with the kind of notice it must become."""
    yield "received", a_report_submitted(title=TITLE)
    yield "received_joined", a_report_submitted(title=TITLE, joins_report=new_id())
    yield "received_doubted", a_report_submitted(title=TITLE, doubts_item=ITEM)
    yield "received_split", a_report_submitted(title=TITLE, split_from=new_id(), split_reference="RW-26-0417")
    yield "question", a(QuestionAskedV1)
    yield "question_reminder", a(QuestionRemindedV1)
    for why in ReturnReason:
        yield f"returned_{why.value}", a(ReportReturnedV1, why=why)
    yield "delayed", a(ReportDelayedV1)
    yield "answer_received", an_answer_given()
    yield "reminder", a(ReminderFellDueV1)
    yield "answer_not_known", an_answer_given(text=None)
    yield "linked", a(ReportLinkedV1)
    yield "unlinked", a(ReportUnlinkedV1)
    yield "investigated", a(ReportLinkedV1, practices=1, opens_dossier=True)
    yield "referred", a(ReportReferredV1)
    yield "answered", a(ReportAnsweredV1)
    yield "handover_decided", a(HandoverDecidedV1)
    yield "handover_sent", a(HandoverSentV1)
    for answer in HandoverAnswer:
        yield f"handover_{answer.value}", a(HandoverAnsweredV1, answer=answer)
    yield "handover_late", a(HandoverAnsweredV1, after_silence=True)
    for stage in HandoverStage:
        sent = {"answer_by": date(2026, 12, 18)} if stage is HandoverStage.SENT else {}
        yield f"handover_{stage.value}", a(HandoverFollowedV1, stage=stage, **sent)
    yield "handover_late", a(HandoverFollowedV1, stage=HandoverStage.REFUSED, after_silence=True)
    yield "looked_into", a(ReportLookedIntoV1)
    for outcome in Outcome:
        yield f"concluded_{outcome.value}", a(DossierConcludedV1, outcome=outcome)
    yield "agreement_made", a(AgreementAnnouncedV1)
    yield "reopened", a(DossierReopenedV1)
    yield "reopened_party_silent", a(DossierReopenedV1, handover_id=ITEM, silent_party_id=PARTY, silent_party_name=HIT)
    for reason in CloseReason:
        yield "closed", a(ReportClosedV1, close_reason=reason)
    yield "check", a(CheckFellDueV1)
    yield "reopening_requested", a(ReopeningRequestedV1)
    yield "report_reopened", a(ReportReopenedV1)
    yield "reopening_refused", a(ReopeningRefusedV1)


def every_notice() -> list[Notice]:
    """The notice of each of them, and of an answer that came after the decision."""
    closed = replace(KNOWN, standing=notice_of(a(ReportClosedV1), KNOWN))
    return [*(notice_of(fact, KNOWN) for _, fact in every_fact()), notice_of(an_answer_given(), closed)]
