from dataclasses import replace
from datetime import date

import pytest

from services.notifier.domain import PublicStatus
from services.notifier.notices import Known, notice_of
from services.notifier.silences import silence_about, why_no_mail
from services.notifier.texts import copies
from shared.contracts.base import Fact
from shared.contracts.escalation import HandoverSentV1
from shared.contracts.intake import CheckFellDueV1, ReminderFellDueV1, ReopeningRequestedV1
from shared.contracts.knowledge import PartyListedV1
from shared.contracts.research import DossierConcludedV1, DossierReopenedV1
from shared.contracts.triage import (
    QuestionAskedV1,
    ReopeningRefusedV1,
    ReportAnsweredV1,
    ReportClosedV1,
    ReportLinkedV1,
)
from shared.contracts.vocabulary import NextActor, Outcome
from tests.builders import a_report_submitted, an_answer_given
from tests.notifier.examples import DAY, DOSSIER, HIT, KNOWN, THE_HIT, TITLE, a, every_fact, every_notice

TURNS = {
    "received": (PublicStatus.RECEIVED, "Wij"),
    "received_joined": (PublicStatus.RECEIVED, "Wij"),
    "received_doubted": (PublicStatus.RECEIVED, "Wij"),
    "received_split": (PublicStatus.RECEIVED, "Wij"),
    "question": (PublicStatus.QUESTION, "Jij"),
    "question_reminder": (PublicStatus.QUESTION, "Jij"),
    "returned_no_answer": (PublicStatus.ASSESSING, "Wij"),
    "returned_check_due": (PublicStatus.ASSESSING, "Wij"),
    "returned_party_silent": (PublicStatus.ASSESSING, "Wij"),
    "delayed": (PublicStatus.ASSESSING, "Wij"),
    "looked_into": (PublicStatus.ASSESSING, "Wij"),
    "answer_received": (PublicStatus.ASSESSING, "Wij"),
    "answer_not_known": (PublicStatus.ASSESSING, "Wij"),
    "linked": (PublicStatus.RESEARCHING, "Wij"),
    "investigated": (PublicStatus.RESEARCHING, "Wij"),
    "unlinked": (PublicStatus.ASSESSING, "Wij"),
    "referred": (PublicStatus.ELSEWHERE, THE_HIT),
    "answered": (PublicStatus.AGREEMENT, "Jij"),
    "handover_decided": (PublicStatus.RESEARCHING, "Wij"),
    "handover_sent": (PublicStatus.HANDED_OVER, THE_HIT),
    "handover_accepted": (PublicStatus.HANDED_OVER, THE_HIT),
    "handover_answered": (PublicStatus.RESEARCHING, "Wij"),
    "handover_refused": (PublicStatus.RESEARCHING, "Wij"),
    "handover_late": (PublicStatus.RESEARCHING, "Wij"),
    "concluded_already_settled": (PublicStatus.SOLVED, "Niemand"),
    "concluded_solved": (PublicStatus.SOLVED, "Niemand"),
    "concluded_handled_elsewhere": (PublicStatus.ELSEWHERE, THE_HIT),
    "concluded_handed_over": (PublicStatus.RESEARCHING, "Wij"),
    "concluded_signalled": (PublicStatus.CLOSED, "Niemand"),
    "concluded_kept_with_reason": (PublicStatus.CLOSED, "Niemand"),
    "concluded_recorded_nowhere": (PublicStatus.CLOSED, "Niemand"),
    "concluded_not_solved": (PublicStatus.CLOSED, "Niemand"),
    "reminder": (PublicStatus.RESEARCHING, "Wij"),
    "agreement_made": (PublicStatus.RESEARCHING, "Wij"),
    "reopened": (PublicStatus.RESEARCHING, "Wij"),
    "reopened_party_silent": (PublicStatus.RESEARCHING, "Wij"),
    "closed": (PublicStatus.CLOSED, "Niemand"),
    "check": (PublicStatus.SOLVED, "Niemand"),
    "reopening_requested": (PublicStatus.ASSESSING, "Wij"),
    "report_reopened": (PublicStatus.ASSESSING, "Wij"),
    "reopening_refused": (PublicStatus.CLOSED, "Niemand"),
}


@pytest.mark.parametrize(("kind", "fact"), list(every_fact()))
def test_each_fact_becomes_its_notice_and_says_whose_turn_it_is(kind: str, fact: Fact) -> None:
    notice = notice_of(fact, KNOWN)

    assert notice.kind == kind
    assert (notice.public_status, notice.next_actor_name) == TURNS[kind]
    assert "{" not in notice.title + notice.text + notice.turn


def test_every_text_belongs_to_a_fact() -> None:
    assert set(copies()) == {notice.kind for notice in every_notice()} == {*TURNS, "answer_kept"}


def test_a_fact_that_means_nothing_to_reporters_is_refused() -> None:
    with pytest.raises(TypeError):
        notice_of(a(PartyListedV1), KNOWN)


def test_the_story_the_question_and_the_reason_for_the_team_stay_out_of_the_notice() -> None:
    report, question = a_report_submitted(title=TITLE), a(QuestionAskedV1)

    assert report.story not in notice_of(report, KNOWN).text
    assert question.question not in notice_of(question, KNOWN).text
    assert all("Alleen voor het team" not in notice.text for notice in every_notice())


def test_only_what_is_solved_is_called_solved() -> None:
    called_solved = {
        outcome
        for outcome in Outcome
        if "opgelost:" in (notice := notice_of(a(DossierConcludedV1, outcome=outcome), KNOWN)).title.lower()
        or notice.public_status is PublicStatus.SOLVED
    }

    assert called_solved == {Outcome.SOLVED, Outcome.ALREADY_SETTLED}


@pytest.mark.parametrize("outcome", Outcome)
def test_an_outcome_carries_the_public_text(outcome: Outcome) -> None:
    assert "één machtiging voor vijf jaar" in notice_of(a(DossierConcludedV1, outcome=outcome), KNOWN).text


@pytest.mark.parametrize("outcome", [Outcome.HANDED_OVER, Outcome.HANDLED_ELSEWHERE])
def test_an_outcome_names_the_body_it_goes_to_or_says_another_organisation(outcome: Outcome) -> None:
    named = notice_of(a(DossierConcludedV1, outcome=outcome), KNOWN)
    unnamed = notice_of(a(DossierConcludedV1, outcome=outcome, party_name=None), Known(TITLE, DAY))

    assert "het Huisartsen Interventie Team (HIT)" in named.text or THE_HIT in named.text
    assert "een andere organisatie" in unnamed.text.lower()


def test_the_first_practice_hears_that_it_is_researched_not_that_there_are_others() -> None:
    first = notice_of(a(ReportLinkedV1, practices=1), KNOWN)
    second = notice_of(a(ReportLinkedV1, practices=2), KNOWN)

    assert first.title == "We gaan dit onderzoeken"
    assert second.title == "Jij bent niet de enige: 2 praktijken melden dit"
    assert "die van 1 andere praktijk." in second.text


def test_thanks_count_the_other_practices_only_when_there_are_any() -> None:
    alone = notice_of(a(DossierConcludedV1, practices=1), KNOWN)
    together = notice_of(a(DossierConcludedV1, practices=3), KNOWN)

    assert "Jouw melding hielp daarbij." in alone.text
    assert "samen met 2 andere praktijken." in together.text


def test_hit_is_explained_and_an_unknown_body_is_not() -> None:
    explained = notice_of(a(HandoverSentV1), KNOWN)
    plain = notice_of(a(HandoverSentV1), Known(TITLE, DAY))

    assert "doorgegeven aan het Huisartsen Interventie Team (HIT). Dat is het team van huisartsen" in explained.text
    assert f"doorgegeven aan {HIT}.\n" in plain.text


def test_an_agreement_is_linked_only_when_everybody_may_see_it() -> None:
    seen = notice_of(a(ReportAnsweredV1), KNOWN)
    hidden = notice_of(a(ReportAnsweredV1), Known(TITLE, DAY, item_is_public=False))

    assert seen.link is not None
    assert (seen.link.path, seen.link.text) == ("/kennis/R01", "Bekijk de afspraak")
    assert hidden.link is None


def test_an_example_letter_is_named_when_everybody_may_see_it() -> None:
    with_letter = notice_of(a(ReportAnsweredV1), replace(KNOWN, item_has_letter=True))
    hidden = notice_of(a(ReportAnsweredV1), replace(KNOWN, item_has_letter=True, item_is_public=False))

    assert "Er is ook een voorbeeldbrief." in with_letter.text
    assert with_letter.link
    assert with_letter.link.text == "Bekijk de afspraak en de brief"
    assert "voorbeeldbrief" not in hidden.text


def test_a_day_to_wait_for_is_named_in_the_text_and_in_the_notice() -> None:
    received = notice_of(a_report_submitted(answer_by=date(2026, 11, 27)), KNOWN)
    next_year = notice_of(a(QuestionAskedV1, answer_by=date(2027, 1, 4)), KNOWN)

    assert received.expected_on == date(2026, 11, 27)
    assert "Uiterlijk 27 november hoor je" in received.text
    assert "voor 4 januari 2027" in next_year.turn


def test_a_check_asks_and_changes_nothing_of_how_the_report_stands() -> None:
    agreement = {"public_status": "Er is al een afspraak", "next_actor": NextActor.REPORTER, "next_actor_name": "Jij"}
    check = notice_of(a(CheckFellDueV1, weeks=12, **agreement), KNOWN)

    assert "12 weken geleden kreeg je een uitkomst" in check.text
    assert (check.public_status, check.next_actor_name) == (PublicStatus.AGREEMENT, "Jij")
    assert {notice.kind for notice in every_notice() if not notice.changes_standing} == {
        "answer_kept", "check", "question_reminder", "reminder",
    }  # fmt: skip


def test_a_refusal_gives_its_explanation_and_not_the_words_of_the_reporter() -> None:
    assert "De afspraak geldt vanaf 1 januari." in notice_of(a(ReopeningRefusedV1), KNOWN).text
    assert "De leverancier" not in notice_of(a(ReopeningRequestedV1), KNOWN).text


def test_after_a_request_to_reopen_the_team_has_five_working_days() -> None:
    assert notice_of(a(ReopeningRequestedV1), KNOWN).expected_on == date(2026, 11, 27)


def test_after_an_answer_the_team_has_five_working_days() -> None:
    notice = notice_of(an_answer_given(), Known(TITLE, date(2026, 12, 23)))

    # Christmas and New Year's Day are no working days, and neither is the weekend between.
    assert notice.expected_on == date(2026, 12, 31)
    assert notice.next_actor is NextActor.TEAM


def test_an_empty_tip_leaves_no_loose_sentence() -> None:
    assert "Dit kun je zelf" not in notice_of(a(ReportClosedV1, tip="  "), KNOWN).text


def test_typed_braces_stay_what_they_are() -> None:
    notice = notice_of(a_report_submitted(), Known("{date} en {title.__class__}", DAY))

    assert "‘{date} en {title.__class__}’" in notice.text


def test_no_mail_is_sent_when_the_team_chose_so() -> None:
    assert why_no_mail(a(ReportClosedV1)) is None
    assert why_no_mail(a(ReportClosedV1, send_mail=False)) == "het team koos geen mail"


def test_a_dossier_that_reopens_because_a_body_answered_is_not_told_apart_from_the_answer() -> None:
    assert silence_about(a(DossierReopenedV1)) is None
    assert silence_about(a(DossierReopenedV1, handover_id=DOSSIER)) is not None


def test_a_reminder_leaves_the_report_as_it_stands() -> None:
    fact = a(
        ReminderFellDueV1, public_status="Bij een andere organisatie", next_actor=NextActor.PARTY, next_actor_name="VGZ"
    )
    notice = notice_of(fact, KNOWN)
    assert (notice.public_status, notice.next_actor, notice.next_actor_name) == (
        PublicStatus.ELSEWHERE,
        NextActor.PARTY,
        "VGZ",
    )
