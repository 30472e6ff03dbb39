"""Which words of a fact go when the report it is about is erased. What is not named here stays: ids, days, choices,
numbers, and what the team wrote about a rule.
"""

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from shared.contracts import escalation, intake, notifier, triage
from shared.contracts.base import Fact

GONE = "(gewist)"

WORDS: Mapping[type[Fact], tuple[str, ...]] = {
    escalation.HandoverAnsweredV1: ("public_text",),
    escalation.PackageAddressedV1: ("to_name", "to_email", "mail_subject", "paragraphs"),
    intake.AdditionGivenV1: ("text",),
    intake.AnswerGivenV1: ("text",),
    intake.CheckAnsweredV1: ("text",),
    intake.ContactGivenV1: ("name", "email", "link_token"),
    intake.LetterAskedV1: ("email", "seed"),
    intake.ReopeningRequestedV1: ("reason",),
    intake.ReportSubmittedV1: ("title", "story", "organisation", "own_attempt_result", "wish", "split_because"),
    notifier.NoticeIssuedV1: ("title", "text"),
    triage.HandoverDecidedV1: ("reason", "message"),
    triage.HandoverFollowedV1: ("public_text",),
    triage.QuestionAskedV1: ("reason", "message", "question"),
    triage.ReopeningRefusedV1: ("reason", "message", "explanation"),
    triage.ReportAnsweredV1: ("reason", "message"),
    triage.ReportClosedV1: ("reason", "message", "tip"),
    triage.ReportLinkedV1: ("reason", "message"),
    triage.ReportReferredV1: ("reason", "message"),
    triage.ReportReopenedV1: ("reason", "message"),
}

F = TypeVar("F", bound=Fact)


def without_words(fact: F) -> F:
    """The same fact with `GONE` where its words stood; what was left empty stays empty."""
    words = {name: _emptied(getattr(fact, name)) for name in WORDS.get(type(fact), ())}
    return fact.model_copy(update=words)


def holds_words(fact: Fact) -> bool:
    """Whether erasing would take anything out of this fact."""
    return without_words(fact) != fact


def things_behind(fact: Fact) -> set[UUID]:
    """The ids whose erasure takes the words out of this fact: what it is about, and the report behind that."""
    return {fact.key_id} | ({behind} if (behind := getattr(fact, "report_id", None)) else set())


def _emptied(value: Any) -> Any:
    if isinstance(value, list):
        return []
    return None if value is None else GONE
