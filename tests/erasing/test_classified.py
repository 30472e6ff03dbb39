"""Every column that can hold what somebody typed is emptied with its report, goes by itself, or stays for a reason."""

from collections.abc import Mapping

import pytest
from sqlalchemy import Boolean, Date, DateTime, Float, Integer, Uuid

from deploy.services import existing
from tests.architecture.test_migrations import tables_of

NO_TEXT = (Uuid, DateTime, Date, Integer, Float, Boolean)

# Emptied, or deleted with their row, when the report is erased.
ERASED: Mapping[str, Mapping[str, set[str]]] = {
    "intake": {
        "reports": {"content"},
        "reporters": {"name", "role", "practice", "agb_code", "email", "phone", "take_part"},
        "idempotency_keys": {"key", "request_hash"},
        "letters": {"email"},
        "known_things": {"title"},
        "known_words": {"word"},
        "known_spellings": {"cut", "spelling", "word"},
        "known_links": {"words"},
        "attachments": {"name", "source_hash"},
        "attachment_pieces": {"content"},
        "questions": {"question", "answer"},
        "additions": {"text"},
        "notices": {"title", "text"},
        "outcome_answers": {"text"},
        "reopening_requests": {"reason"},
    },
    "triage": {
        "cases": {"title", "words", "report", "reopening_reason"},
        "history": {"text"},
        "told_notices": {"title", "text"},
        "tasks": {"what"},
    },
    "research": {
        "reports": {"title", "story", "organisation"},
        "additions": {"text"},
        "check_answers": {"text"},
        "history": {"text"},
    },
    "escalation": {
        "reports": {"title", "story", "organisation"},
        "handovers": {
            "title", "asked_text", "asked_by", "recorded_text", "contradiction", "tried", "wanted", "contact_name",
            "contact_email", "mail_subject", "paragraphs", "public_text",
        },
        "history": {"text"},
    },
    "notifier": {
        "reports": {"title"},
        "contacts": {"name", "email", "link_token"},
        "notices": {"words"},
        "letters": {"email", "seed"},
        "packages": {"to_name", "to_email", "mail_subject", "paragraphs"},
    },
}  # fmt: skip
MESSAGES = {"outbox": {"body"}, "parked": {"body", "dropped_because"}, "parked_log": {"text"}}

# A name of ours for something: a code, a state, a number, a random secret, a member of the team, an organisation.
OURS = {
    "reference", "dossier_reference", "state", "state_before", "sign", "public_status", "next_actor", "next_actor_name",
    "link_path", "link_text", "link_seed", "link_hash", "secret_hash", "fingerprint", "imposed_by",
    "frequency", "came_back", "topic", "category", "delivery", "delivery_why", "kind", "subject", "purpose", "why",
    "hidden_by", "erased_by", "own_attempts", "code", "role",
    "action", "asked_by", "store", "member_name", "who", "decided_by", "done_by", "sent_by", "party_name", "mails",
}  # fmt: skip
# Texts that stay, and why.
STAYS: Mapping[str, str] = {
    "intake.drafts": "not sent yet, so no report; gone after 14 days",
    "intake.conclusions": "about the rule, in the words of the team",
    "intake.outcome_answers.answer": "a choice",
    "intake.visits.email": "two hours at most; ended with the last report of the address",
    "intake.erasures.reason": "a code",
    "intake.likenesses": "ids and numbers",
    "triage.likenesses": "ids and numbers",
    "intake.known_things.key": "a code or number",
    "intake.known_things.summary": "of an item or dossier, or one of our own sentences",
    "triage.routing_rules": "which reports go to whom",
    "triage.standard_texts": "prepared for any report, before there is one",
    "research.dossiers": "about the rule, in the words of the team",
    "research.rule_sources": "about the rule, in the words of the team",
    "research.evidence": "about the rule, in the words of the team",
    "research.evidence_files": "about the rule; who puts a file there says that no patient is in it",
    "research.attachment_pieces": "the content of those files",
    "research.erased_files.why": "a code",
    "research.findings": "about the rule, in the words of the team",
    "research.agreements": "about the rule, in the words of the team",
    "research.attendees": "who speaks for an organisation; people of the team look after these",
    "research.commitments": "about the rule, in the words of the team",
    "research.round_tables": "about the rule, in the words of the team",
    "research.stakeholders": "organisations, and who speaks for them; people of the team look after these",
    "research.tasks": "what the team has to do about the rule",
    "research.check_answers.answer": "a choice",
    "research.handovers.answer": "a choice; only handovers of a dossier are known here",
    "triage.cases.doubts_reason": "a choice",
    "triage.cases.theme": "a choice",
    "triage.cases.region": "of a practice, as the team lists it",
    "triage.saved_filters": "what a member looks for, under a name of their own",
    "triage.known_items": "knowledge",
    "triage.known_dossiers": "the team's names for rules",
    "triage.known_parties": "organisations",
    "research.parties": "organisations",
    "escalation.parties": "organisations",
    "escalation.listed_contacts": "who speaks for an organisation; people of the team look after these",
    "intake.known_parties": "organisations",
    "intake.practices": "the practices of the region, whether they report or not",
    "intake.history": "what the team changed about the list of practices",
    "escalation.handovers.answer": "a choice",
    "escalation.party_contacts": "whom an organisation has us write to",
    "notifier.dossier_facts": "about the rule, in the words of the team",
    "notifier.names": "knowledge, organisations, the team's names for rules",
    "notifier.invitations": "whom an organisation has at the table, until the mail ended; no reporter is in it",
    "notifier.morning_lists": "a member of the team, until the mail ended; of reports ids and days",
    "notifier.silences.reason": "one of our own sentences",
    "knowledge": "nobody reports there; of a report only its id and a choice are known",
    "accounts": "the team",
}
PLUMBING = {
    "inbox", "heartbeats", "streams_seen", "sweeps", "members", "ended_sessions", "allowed_names", "terms", "themes",
    "hidden_pieces",
}  # fmt: skip
OF_MESSAGES = {"stream", "subject", "traceparent", "consumer", "fingerprint", "reason", "dropped_by", "who", "action"}


@pytest.mark.parametrize("service", existing())
def test_every_text_column_is_erased_or_stays_for_a_reason(service: str) -> None:
    open_questions = [
        f"{service}.{table.name}.{column.name}"
        for table in tables_of(service).tables.values()
        for column in table.columns
        if not isinstance(column.type, NO_TEXT) and not _is_settled(service, table.name, column.name)
    ]
    assert open_questions == []


def _is_settled(service: str, table: str, column: str) -> bool:
    if table in PLUMBING:
        return True
    if table in MESSAGES:
        return column in MESSAGES[table] | OF_MESSAGES
    if column in ERASED.get(service, {}).get(table, set()):
        return True
    stays = {service, f"{service}.{table}", f"{service}.{table}.{column}"} & set(STAYS)
    return bool(stays) or column in OURS


@pytest.mark.parametrize("service", sorted(ERASED))
def test_what_is_said_to_be_erased_exists(service: str) -> None:
    tables = tables_of(service).tables
    for table, columns in {**ERASED[service], **MESSAGES}.items():
        assert columns <= {column.name for column in tables[table].columns}
