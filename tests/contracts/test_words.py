"""Every text in every fact is either erased with its report or kept for a reason that stands here."""

from collections.abc import Iterator
from enum import Enum
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from shared.contracts.base import Fact
from shared.contracts.escalation import PackageAddressedV1
from shared.contracts.registry import all_facts
from shared.contracts.words import GONE, WORDS, holds_words, things_behind, without_words
from shared.ids import new_id
from tests.builders import a_contact_given, a_report_submitted

# What a fact about a report may still say after the report was erased.
KEPT = {
    "reference": "a number",
    "decided_by": "a member of the team",
    "entered_by_name": "a member of the team",
    "sent_by": "a member of the team",
    "split_by": "a member of the team",
    "split_reference": "a number",
    "member_name": "a member of the team",
    "party_name": "an organisation",
    "next_actor_name": "an organisation, or one of our own words",
    "public_status": "one of our own words",
    "dossier_title": "the team's name for a rule",
    "item_code": "knowledge",
    "item_title": "knowledge",
    "short_answer": "knowledge",
    "link_path": "a page of the knowledge base",
    "link_text": "one of our own words",
    "region": "of a practice, as the team lists it",
    "why": "one of our own sentences about a mail",
    "handovers": "numbers, ids and choices",
    "hidden_by": "a member of the team",
    "erased_by": "a member of the team",
    "fingerprint": "made with our key: nothing can be read from it",
}
# Facts about a rule, an agreement or the team: no report is behind them.
ABOUT_NO_REPORT = {
    "accounts.allowed_name.changed.v1",
    "accounts.link.asked.v1",
    "accounts.list.addressed.v1",
    "accounts.member.changed.v1",
    "accounts.session.ended.v1",
    "accounts.term.set.v1",
    "knowledge.agreement.announced.v1",
    "knowledge.contacts.listed.v1",
    "knowledge.item.published.v1",
    "knowledge.party.listed.v1",
    "knowledge.theme.listed.v1",
    "research.agreement.published.v1",
    "research.dossier.concluded.v1",
    "research.dossier.merged.v1",
    "research.dossier.opened.v1",
    "research.dossier.reopened.v1",
    "research.invitation.addressed.v1",
}


def holds_text(annotation: Any) -> bool:
    """Whether a value of this type can hold what somebody typed."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return any(holds_text(field.annotation) for field in annotation.model_fields.values())
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return False
    return annotation in (str, Any, dict) or any(holds_text(part) for part in get_args(annotation))


def texts_of(kind: type[Fact]) -> Iterator[str]:
    return (name for name, field in kind.model_fields.items() if holds_text(field.annotation))


@pytest.mark.parametrize("kind", all_facts(), ids=lambda kind: kind.SUBJECT)
def test_every_text_of_a_fact_is_kept_for_a_reason_or_erased(kind: type[Fact]) -> None:
    if kind.SUBJECT in ABOUT_NO_REPORT:
        assert "report_id" not in kind.model_fields
        assert kind not in WORDS
    else:
        assert set(texts_of(kind)) - set(KEPT) == set(WORDS.get(kind, ()))


def test_without_words_choices_numbers_and_ids_stay() -> None:
    report = a_report_submitted(wish=None)
    emptied = without_words(report)
    assert (emptied.title, emptied.story, emptied.wish) == (GONE, GONE, None)
    assert (emptied.reference, emptied.minutes, emptied.practice_id, emptied.imposed_by) == (
        report.reference,
        report.minutes,
        report.practice_id,
        report.imposed_by,
    )
    assert holds_words(report)
    assert not holds_words(emptied)
    assert type(emptied).model_validate_json(emptied.model_dump_json()) == emptied


def test_a_package_without_words_is_empty() -> None:
    package = PackageAddressedV1(
        handover_id=new_id(), reference="H-26-001", to_name="A", to_email="b", mail_subject="c", paragraphs=["d"]
    )
    assert without_words(package).paragraphs == []


def test_a_fact_is_about_its_own_id_and_about_its_report() -> None:
    contact = a_contact_given()
    assert things_behind(contact) == {contact.report_id}
