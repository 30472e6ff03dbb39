"""What each fact means for a reporter. Pure: the fact and what we know go in, a notice comes out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import singledispatch

from services.notifier.bodies import body
from services.notifier.domain import UNDECIDED, PublicStatus
from services.notifier.wording import Notice, with_message, written
from shared import clock
from shared.contracts.base import Fact
from shared.contracts.escalation import HandoverAnsweredV1, HandoverSentV1
from shared.contracts.handovers import HandoverStage
from shared.contracts.intake import (
    AnswerGivenV1,
    CheckFellDueV1,
    ReminderFellDueV1,
    ReopeningRequestedV1,
    ReportSubmittedV1,
)
from shared.contracts.knowledge import AgreementAnnouncedV1
from shared.contracts.research import DossierConcludedV1, DossierReopenedV1
from shared.contracts.triage import (
    Decision,
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
from shared.dutch import count_text, date_text
from shared.terms.standing import term_now

ANSWERS = ("answer_received", "answer_not_known", "answer_kept")
# What tells of a link.
LINKED = ("linked", "investigated")
UNNAMED = "een andere organisatie"
_STANDING = ("public_status", "next_actor", "next_actor_name", "expected_on")


@dataclass(frozen=True)
class Known:
    """What we know around a fact: the report's title, the day it happened, what it points at, and how it stood."""

    title: str
    happened_on: date
    party_abbreviation: str | None = None
    item_is_public: bool = False
    item_has_letter: bool = False
    standing: Notice | None = None


@singledispatch
def notice_of(fact: Fact, _known: Known) -> Notice:
    """What a fact means for the reporter of one report. Raises TypeError for a fact that means nothing to reporters."""
    raise TypeError(f"{fact.SUBJECT} means nothing to a reporter")


def told_of(fact: Fact, known: Known) -> Notice:
    """The notice of a fact, with what the team says besides when it is a decision. Raises TypeError."""
    return with_message(notice_of(fact, known), fact.message if isinstance(fact, Decision) else None)


@notice_of.register
def _(fact: ReportSubmittedV1, known: Known) -> Notice:
    if fact.split_from:
        split = _dated("received_split", fact.answer_by, known, {"first": fact.split_reference or ""})
        return split.model_copy(update={"beside": fact.split_from})
    if fact.doubts_item:
        return _dated("received_doubted", fact.answer_by, known)
    joins = fact.joins_dossier or fact.joins_report
    return _dated("received_joined" if joins else "received", fact.answer_by, known)


@notice_of.register
def _(fact: QuestionAskedV1, known: Known) -> Notice:
    return _dated("question", fact.answer_by, known)


@notice_of.register
def _(fact: QuestionRemindedV1, known: Known) -> Notice:
    return _dated("question_reminder", fact.answer_by, known).model_copy(update={"changes_standing": False})


@notice_of.register
def _(fact: AnswerGivenV1, known: Known) -> Notice:
    if known.standing and known.standing.public_status not in UNDECIDED:
        return _as_it_stands("answer_kept", known)
    kind = "answer_received" if fact.text else "answer_not_known"
    return _dated(kind, clock.working_days_after(known.happened_on, term_now("TRIAGE_ANSWER_WORKING_DAYS")), known)


@notice_of.register
def _(fact: ReminderFellDueV1, known: Known) -> Notice:
    notice = written("reminder", {"title": known.title, "Party": fact.next_actor_name}, expected_on=fact.expected_on)
    return _as_it_stood(notice, fact)


@notice_of.register
def _(fact: CheckFellDueV1, known: Known) -> Notice:
    weeks = count_text(fact.weeks, "week", "weken")
    return _as_it_stood(written("check", {"title": known.title, "Party": fact.next_actor_name, "weeks": weeks}), fact)


@notice_of.register
def _(_fact: ReopeningRequestedV1, known: Known) -> Notice:
    by = clock.working_days_after(known.happened_on, term_now("TRIAGE_ANSWER_WORKING_DAYS"))
    return _dated("reopening_requested", by, known)


@notice_of.register
def _(fact: ReportReopenedV1, known: Known) -> Notice:
    return _dated("report_reopened", fact.answer_by, known)


@notice_of.register
def _(fact: ReopeningRefusedV1, known: Known) -> Notice:
    return written("reopening_refused", {"title": known.title}, quote=fact.explanation)


@notice_of.register
def _(fact: ReportDelayedV1, known: Known) -> Notice:
    return _dated("delayed", fact.answer_by, known)


@notice_of.register
def _(fact: ReportReturnedV1, known: Known) -> Notice:
    return _dated(f"returned_{fact.why.value}", fact.answer_by, known, _party(fact.party_name or UNNAMED, known))


@notice_of.register
def _(fact: ReportLinkedV1, known: Known) -> Notice:
    values = {"title": known.title, "dossier": fact.dossier_title}
    if fact.practices < 2:
        return written("investigated", values)
    practices = count_text(fact.practices, "praktijk", "praktijken")
    return written("linked", values | {"practices": practices, "others": _others(fact.practices)})


@notice_of.register
def _(fact: ReportUnlinkedV1, known: Known) -> Notice:
    return _dated("unlinked", fact.answer_by, known, {"dossier": fact.dossier_title})


@notice_of.register
def _(fact: ReportReferredV1, known: Known) -> Notice:
    return _dated("referred", fact.check_on, known, _party(fact.party_name, known))


@notice_of.register
def _(fact: ReportAnsweredV1, known: Known) -> Notice:
    # A page nobody checked yet is for the team only; a reporter must not be sent to a closed door.
    path = f"/kennis/{fact.item_code}" if known.item_is_public else None
    has_letter = path and known.item_has_letter
    letter = {"letter": "Er is ook een voorbeeldbrief." if has_letter else ""}
    letter["and_letter"] = " en de brief" if has_letter else ""
    return written("answered", {"title": known.title} | letter, quote=fact.short_answer, link_path=path)


@notice_of.register
def _(fact: HandoverDecidedV1, known: Known) -> Notice:
    return _handed_over(HandoverStage.DECIDED, fact.party_name, known)


@notice_of.register
def _(fact: HandoverSentV1, known: Known) -> Notice:
    return _handed_over(HandoverStage.SENT, fact.party_name, known, answer_by=fact.answer_by)


@notice_of.register
def _(fact: HandoverAnsweredV1, known: Known) -> Notice:
    stage = HandoverStage.parse(fact.answer.value)
    return _handed_over(stage, fact.party_name, known, quote=fact.public_text, late=fact.after_silence)


@notice_of.register
def _(fact: HandoverFollowedV1, known: Known) -> Notice:
    quote, by, late = fact.public_text or "", fact.answer_by, fact.after_silence
    return _handed_over(fact.stage, fact.party_name, known, answer_by=by, quote=quote, late=late)


@notice_of.register
def _(fact: ReportLookedIntoV1, known: Known) -> Notice:
    return _dated("looked_into", fact.answer_by, known)


@notice_of.register
def _(fact: DossierConcludedV1, known: Known) -> Notice:
    values = {"title": known.title, "thanks": _thanks(fact.practices)} | _party(fact.party_name or UNNAMED, known)
    return written(f"concluded_{fact.outcome.value}", values, quote=fact.public_text)


@notice_of.register
def _(fact: AgreementAnnouncedV1, known: Known) -> Notice:
    path = f"/kennis/{fact.code}"
    return _as_it_stands("agreement_made", known, quote=fact.short_answer, link_path=path)


@notice_of.register
def _(fact: DossierReopenedV1, known: Known) -> Notice:
    if fact.silent_party_name:
        return written("reopened_party_silent", {"title": known.title} | _party(fact.silent_party_name, known))
    return written("reopened", {"title": known.title, "dossier": fact.title})


@notice_of.register
def _(fact: ReportClosedV1, known: Known) -> Notice:
    label = fact.close_reason.label
    reason = label[0].lower() + label[1:]
    return written("closed", {"title": known.title, "reason": reason}, quote=fact.tip)


def _dated(kind: str, day: date, known: Known, values: Mapping[str, str] | None = None) -> Notice:
    words = {"title": known.title, "date": date_text(day, known.happened_on), **(values or {})}
    return written(kind, words, expected_on=day)


def _as_it_stood(notice: Notice, fact: ReminderFellDueV1 | CheckFellDueV1) -> Notice:
    as_it_stood = {
        "public_status": PublicStatus(fact.public_status),
        "next_actor": fact.next_actor,
        "next_actor_name": fact.next_actor_name,
        "changes_standing": False,
    }
    return notice.model_copy(update=as_it_stood)


def _as_it_stands(
    kind: str,
    known: Known,
    values: Mapping[str, str] | None = None,
    *,
    quote: str = "",
    link_path: str | None = None,
) -> Notice:
    """A notice that leaves the report as the last one before it says."""
    notice = written(kind, {"title": known.title, **(values or {})}, quote=quote, link_path=link_path)
    if known.standing is None:
        return notice
    stands = {name: getattr(known.standing, name) for name in _STANDING}
    return notice.model_copy(update=stands | {"changes_standing": False})


def _handed_over(
    stage: HandoverStage,
    party_name: str,
    known: Known,
    *,
    answer_by: date | None = None,
    quote: str = "",
    late: bool = False,
) -> Notice:
    values = {"title": known.title} | _party(party_name, known)
    if late:
        return _as_it_stands("handover_late", known, values, quote=quote)
    kind = f"handover_{stage.value}"
    return _dated(kind, answer_by, known, values) if answer_by else written(kind, values, quote=quote)


def _others(practices: int) -> str:
    return count_text(practices - 1, "andere praktijk", "andere praktijken")


def _thanks(practices: int) -> str:
    together = f", samen met {_others(practices)}" if practices > 1 else ""
    return f"Jouw melding hielp daarbij{together}."


def _party(name: str, known: Known) -> dict[str, str]:
    named = body(name, known.party_abbreviation)
    return {"party": named.inside, "Party": named.at_the_start, "about_party": named.explanation}
