"""What is told to nobody, or told and not mailed, and why. Pure."""

from services.notifier.wording import Silence
from shared.contracts.base import Fact
from shared.contracts.escalation import HandoverAnsweredV1
from shared.contracts.handovers import HandoverStage
from shared.contracts.intake import CheckFellDueV1, ReminderFellDueV1, ReportSubmittedV1
from shared.contracts.research import DossierConcludedV1, DossierReopenedV1
from shared.contracts.triage import (
    Decision,
    HandoverFollowedV1,
    QuestionRemindedV1,
    ReportDelayedV1,
    ReportReturnedV1,
    ReportUnlinkedV1,
)
from shared.contracts.vocabulary import MailChoice, ReturnReason

NO_MAIL_WANTED = "het team koos geen mail"
FEWER_WANTED = "de melder wil minder mail"
WITHDRAWN = "de melder trok de melding in"
FORGOTTEN = "we hebben de gegevens van de melder gewist"
NEVER_WENT = "de mail over de koppeling ging niet uit"
NO_ADDRESS = "de melder gaf geen e-mailadres"
MOVED = Silence("het team voegde dossiers samen of splitste er een")
NO_REPORTS = Silence("er hangt geen melding onder")
ON_THE_PAGE_ONLY = "dit staat alleen op de eigen pagina"
SAID_BY_THE_ANSWER = Silence("het antwoord van de organisatie vertelt dit al")
ANSWERED_ALREADY = Silence("de melder heeft al geantwoord")


def can_be_spared(fact: Fact) -> bool:
    """Whether who wants fewer mails gets none about this: nothing is asked, decided or ended.

    That a report came in is always mailed: the link to its page is in that mail.
    """
    if isinstance(fact, HandoverFollowedV1):
        return fact.stage is HandoverStage.SENT
    asked_decided_or_ended = (
        ReportSubmittedV1, QuestionRemindedV1, Decision, ReportUnlinkedV1, HandoverAnsweredV1, DossierConcludedV1,
    )  # fmt: skip
    return not isinstance(fact, asked_decided_or_ended)


def why_no_mail(fact: Fact, choice: MailChoice = MailChoice.ALL) -> str | None:
    """Why the notice of this fact is not mailed to who made that choice, or None when it is."""
    if choice is MailChoice.FEWER and can_be_spared(fact):
        return FEWER_WANTED
    if isinstance(fact, ReportReturnedV1) and fact.why is not ReturnReason.PARTY_SILENT:
        return ON_THE_PAGE_ONLY
    return NO_MAIL_WANTED if isinstance(fact, Decision) and not fact.send_mail else None


def is_said_by_itself(fact: Fact) -> bool:
    """Whether nobody did anything just now: then no mail about it goes out at night."""
    of_a_term = (CheckFellDueV1, ReminderFellDueV1, QuestionRemindedV1, ReportDelayedV1, ReportReturnedV1)
    return isinstance(fact, of_a_term) or (isinstance(fact, DossierReopenedV1) and fact.silent_party_name is not None)


def silence_about(fact: Fact) -> Silence | None:
    """Why this fact is told to nobody, or None when there is something to tell."""
    if isinstance(fact, DossierReopenedV1) and fact.handover_id and not fact.silent_party_name:
        return SAID_BY_THE_ANSWER
    return None
