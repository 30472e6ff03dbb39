"""Cases as they come, are decided and come back, on the real database."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from services.triage import forms, repository
from services.triage.domain import REPORTER, Decision, MoveNotAllowed
from services.triage.handlers.decisions import CaseChanged, GoneChoice, decide
from services.triage.subscribers import facts
from services.triage.tables import Case
from shared import clock
from shared.contracts import triage as said_by_triage
from shared.contracts.escalation import HandoverAnsweredV1, HandoverSentV1
from shared.contracts.research import DossierConcludedV1
from shared.contracts.vocabulary import CloseReason, HandoverAnswer, Outcome
from shared.database import Database
from shared.history import history_of
from shared.ids import new_id
from shared.messaging.failures import TooEarly
from tests.builders import a_party_listed, a_report_submitted, an_answer_given, an_item_published
from tests.facts import deliver, said

Databases = Callable[[str], Database]
ITEM, PARTY = an_item_published(), a_party_listed()


@pytest.fixture
async def triage(databases: Databases) -> Database:
    """Triage, knowing one agreement and one party."""
    database = databases("triage")
    await deliver(database, facts, ITEM)
    await deliver(database, facts, PARTY)
    return database


async def _open(database: Database, **changes: Any) -> UUID:
    fact = a_report_submitted(**changes)
    await deliver(database, facts, fact)
    return fact.report_id


async def _case(database: Database, report_id: UUID) -> Case:
    async with database.transaction() as session:
        case = await repository.case(session, report_id)
    assert case
    return case


FORMS: dict[Decision, forms.DecisionForm] = {
    Decision.QUESTION: forms.QuestionForm(
        version=1, send_mail=True, reason="Onduidelijk", question="Bij welke verzekeraar?"
    ),
    Decision.OPEN_DOSSIER: forms.OpenDossierForm(
        version=1, send_mail=True, reason="Komt vaker voor", dossier_title="Herhaalmachtiging"
    ),
    Decision.AGREEMENT: forms.AgreementForm(version=1, send_mail=True, reason="Bestaat al", item_id=ITEM.item_id),
    Decision.ELSEWHERE: forms.ElsewhereForm(
        version=1, send_mail=True, reason="Loopt", party_id=PARTY.party_id, check_on=clock.today() + timedelta(days=30)
    ),
    Decision.HANDOVER: forms.HandoverForm(
        version=1, send_mail=True, reason="Landelijk", handover_party_id=PARTY.party_id
    ),
    Decision.CLOSE: forms.CloseForm(
        version=1,
        send_mail=True,
        reason="Geen regel",
        close_reason=CloseReason.NOT_A_RULE,
        tip="Bespreek dit in je hagro.",
    ),
}
SAID = {
    Decision.QUESTION: (said_by_triage.QuestionAskedV1, "question_open", "reporter"),
    Decision.OPEN_DOSSIER: (said_by_triage.ReportLinkedV1, "linked", "team"),
    Decision.AGREEMENT: (said_by_triage.ReportAnsweredV1, "answered", "reporter"),
    Decision.ELSEWHERE: (said_by_triage.ReportReferredV1, "elsewhere", "party"),
    Decision.HANDOVER: (said_by_triage.HandoverDecidedV1, "handed_over", "team"),
    Decision.CLOSE: (said_by_triage.ReportClosedV1, "closed", "nobody"),
}


async def _decide(database: Database, report_id: UUID, decision: Decision, **changes: Any) -> None:
    form = FORMS[decision].model_copy(update=changes)
    async with database.transaction() as session:
        await decide(session, report_id, decision, form, "Sanne de Vries")


async def test_a_report_opens_one_case_however_often_it_is_delivered(triage: Database) -> None:
    fact = a_report_submitted()
    await deliver(triage, facts, fact, times=3)
    case = await _case(triage, fact.report_id)
    assert (case.state, case.due_on, case.reference) == ("new", fact.answer_by, fact.reference)
    assert [type(one).__name__ for one in await said(triage)] == ["CaseOpenedV1"]


@pytest.mark.parametrize("decision", SAID)
async def test_each_decision_moves_the_case_and_is_told(triage: Database, decision: Decision) -> None:
    report_id = await _open(triage)
    await _decide(triage, report_id, decision)
    kind, state, actor = SAID[decision]
    case = await _case(triage, report_id)
    fact = (await said(triage))[-1]
    assert isinstance(fact, kind)
    assert fact.decided_by == "Sanne de Vries"
    assert (case.state, case.next_actor, case.version) == (state, actor, 2)
    async with triage.transaction() as session:
        log = await history_of(session, report_id)
    assert [(entry.who, entry.internal) for entry in log[:2]] == [("Sanne de Vries", True), ("Sanne de Vries", False)]


@pytest.mark.parametrize("decision", SAID)
async def test_a_decided_case_refuses_another_decision(triage: Database, decision: Decision) -> None:
    report_id = await _open(triage)
    await _decide(triage, report_id, Decision.CLOSE)
    with pytest.raises(MoveNotAllowed):
        await _decide(triage, report_id, decision, version=2)
    assert (await _case(triage, report_id)).state == "closed"


async def test_the_second_of_two_members_sees_that_the_case_changed(triage: Database) -> None:
    report_id = await _open(triage)
    await _decide(triage, report_id, Decision.QUESTION)
    with pytest.raises(CaseChanged):
        await _decide(triage, report_id, Decision.CLOSE)
    assert (await _case(triage, report_id)).state == "question_open"


async def test_a_choice_that_is_gone_changes_nothing(triage: Database) -> None:
    report_id = await _open(triage)
    with pytest.raises(GoneChoice):
        await _decide(triage, report_id, Decision.AGREEMENT, item_id=new_id())
    assert (await _case(triage, report_id)).state == "new"


async def test_an_item_nobody_may_see_yet_cannot_answer_a_report(triage: Database) -> None:
    await deliver(triage, facts, an_item_published(item_id=ITEM.item_id, revision=2, public=False))
    report_id = await _open(triage)
    with pytest.raises(GoneChoice):
        await _decide(triage, report_id, Decision.AGREEMENT)


async def test_an_older_revision_of_an_item_does_not_replace_a_newer_one(triage: Database) -> None:
    await deliver(triage, facts, an_item_published(item_id=ITEM.item_id, revision=3, title="Nieuw"))
    await deliver(triage, facts, an_item_published(item_id=ITEM.item_id, revision=2, title="Oud"))
    async with triage.transaction() as session:
        item = await repository.item(session, ITEM.item_id)
    assert item
    assert item.title == "Nieuw"


async def test_linking_counts_the_different_practices_under_the_dossier(triage: Database) -> None:
    practice = new_id()
    first = await _open(triage, practice_id=practice, reference="RW-26-0001")
    await _decide(triage, first, Decision.OPEN_DOSSIER)
    dossier_id = (await _case(triage, first)).dossier_id
    assert dossier_id
    same = await _open(triage, practice_id=practice, reference="RW-26-0002")
    other = await _open(triage, reference="RW-26-0003")
    link = forms.LinkForm(version=1, send_mail=True, reason="Zelfde regel", dossier_id=dossier_id)
    for report_id in (same, other):
        async with triage.transaction() as session:
            await decide(session, report_id, Decision.LINK, link, "Mo Aydın")
    linked = [fact for fact in await said(triage) if isinstance(fact, said_by_triage.ReportLinkedV1)]
    assert [(fact.opens_dossier, fact.practices) for fact in linked] == [(True, 1), (False, 1), (False, 2)]


async def test_an_answer_brings_the_case_back_to_the_queue(triage: Database) -> None:
    report_id = await _open(triage)
    await _decide(triage, report_id, Decision.QUESTION)
    asked = (await said(triage))[-1]
    assert isinstance(asked, said_by_triage.QuestionAskedV1)
    answer = an_answer_given(report_id=report_id, question_id=asked.question_id, text="Bij twee.")
    await deliver(triage, facts, answer, times=2)
    case = await _case(triage, report_id)
    assert (case.state, case.reaction, case.next_actor) == ("new", True, "team")
    async with triage.transaction() as session:
        told = [entry.text for entry in await history_of(session, report_id) if entry.who == REPORTER]
    assert sorted(told) == ["Bij twee.", "Melding verstuurd."]


async def test_an_answer_that_was_overtaken_is_kept_but_moves_nothing(triage: Database) -> None:
    report_id = await _open(triage)
    await _decide(triage, report_id, Decision.QUESTION)
    await _decide(triage, report_id, Decision.CLOSE, version=2)
    await deliver(triage, facts, an_answer_given(report_id=report_id))
    assert (await _case(triage, report_id)).state == "closed"


async def test_an_answer_before_its_report_is_too_early(triage: Database) -> None:
    with pytest.raises(TooEarly):
        await deliver(triage, facts, an_answer_given())


def _handover(report_id: UUID) -> dict[str, Any]:
    return {
        "handover_id": new_id(),
        "reference": "H-26-001",
        "party_id": PARTY.party_id,
        "party_name": PARTY.name,
        "report_id": report_id,
    }


@pytest.mark.parametrize(
    ("answer", "state", "actor"),
    [
        (HandoverAnswer.ACCEPTED, "handed_over", "party"),
        (HandoverAnswer.ANSWERED, "new", "team"),
        (HandoverAnswer.REFUSED, "new", "team"),
    ],
)
async def test_a_handover_comes_back_unless_the_body_takes_it_on(
    triage: Database, answer: HandoverAnswer, state: str, actor: str
) -> None:
    report_id = await _open(triage)
    await _decide(triage, report_id, Decision.HANDOVER)
    about = _handover(report_id)
    await deliver(triage, facts, HandoverSentV1(sent_by="Sanne", answer_by=clock.today(), **about))
    assert (await _case(triage, report_id)).next_actor_name == PARTY.name
    await deliver(triage, facts, HandoverAnsweredV1(answer=answer, public_text="Wij kijken ernaar.", **about))
    case = await _case(triage, report_id)
    assert (case.state, case.next_actor) == (state, actor)


async def test_a_concluded_dossier_leaves_nobody_to_move(triage: Database) -> None:
    report_id = await _open(triage)
    await _decide(triage, report_id, Decision.OPEN_DOSSIER)
    dossier_id = (await _case(triage, report_id)).dossier_id
    assert dossier_id
    concluded = DossierConcludedV1(
        dossier_id=dossier_id, reference="D-26-001", title="Herhaalmachtiging", outcome=Outcome.SOLVED,
        public_text="Opgelost.", concluded_by="Sanne", reports=1, practices=1, minutes_per_month=60,
    )  # fmt: skip
    await deliver(triage, facts, concluded)
    assert (await _case(triage, report_id)).next_actor == "nobody"


async def test_history_cannot_be_rewritten(triage: Database) -> None:
    await _open(triage)
    with pytest.raises(DBAPIError, match="only grows"):
        async with triage.transaction() as session:
            await session.execute(text("update history set text = 'anders'"))


async def test_triage_cannot_read_what_intake_keeps(triage: Database) -> None:
    with pytest.raises(DBAPIError, match="permission denied"):
        async with triage.transaction() as session:
            await session.execute(text("select * from intake.reporters"))
