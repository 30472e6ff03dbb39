"""The case on an erased report: no words, nothing left to decide, and its decisions still known."""

from collections.abc import Callable

import pytest

from services.triage import repository
from services.triage.domain import MOVES, Decision, Event, State, kept_of_entry
from services.triage.forms import LinkForm, QuestionForm
from services.triage.handlers.decisions import CaseChanged, decide
from services.triage.queue_filter import View
from services.triage.repository import queue
from services.triage.subscribers import facts
from services.triage.tables import Case
from shared import clock
from shared.contracts.intake import ReopeningRequestedV1, ReportErasedV1
from shared.contracts.vocabulary import EraseReason
from shared.database import Database
from shared.history import history_of
from shared.ids import new_id
from tests.builders import a_report_submitted
from tests.facts import deliver

SECRET = "kanarie"
ASK = QuestionForm(version=1, send_mail=True, reason=f"Om {SECRET}", question=f"Kent u {SECRET}?")


@pytest.fixture
def triage(databases: Callable[[str], Database]) -> Database:
    return databases("triage")


async def _erased(triage: Database, *, asked: bool) -> Case:
    report = a_report_submitted(story=SECRET)
    await deliver(triage, facts, report)
    if asked:
        async with triage.transaction() as session:
            await decide(session, report.report_id, Decision.QUESTION, ASK, "Sanne de Vries")
    await deliver(triage, facts, ReportErasedV1(report_id=report.report_id, reason=EraseReason.REQUESTED))
    async with triage.transaction() as session:
        case = await repository.case(session, report.report_id)
    assert case
    return case


async def test_an_open_case_ends_and_leaves_the_queue(triage: Database) -> None:
    case = await _erased(triage, asked=True)
    assert (case.state, case.next_actor, case.term_at, case.question_id) == ("withdrawn", "nobody", None, None)
    async with triage.transaction() as session:
        assert (await queue.counts(session, clock.now())).tabs[View.OPEN] == 0
    with pytest.raises(CaseChanged):
        async with triage.transaction() as session:
            await decide(session, case.report_id, Decision.QUESTION, ASK, "Sanne de Vries")


async def test_its_history_says_what_was_decided_and_by_whom(triage: Database) -> None:
    case = await _erased(triage, asked=True)
    async with triage.transaction() as session:
        entries = await history_of(session, case.report_id)
    assert [(entry.who, entry.text) for entry in reversed(entries)] == [
        ("Melder", "Melding verstuurd."),
        ("Sanne de Vries", "Vraag gesteld (gewist)"),
        ("Sanne de Vries", "Reden (gewist)"),
        ("RegelWijzer", "Melding gewist. Reden: de melder vroeg erom."),
    ]


async def test_a_request_to_reopen_that_was_under_way_opens_nothing(triage: Database) -> None:
    report = a_report_submitted()
    await deliver(triage, facts, report)
    async with triage.transaction() as session:
        dossier = {"id": new_id(), "reference": "D-26-001", "title": "Een regel", "outcome": None}
        await repository.put_dossier(session, dossier | {"changed_at": report.submitted_at})
    form = LinkForm(version=1, send_mail=True, reason="Hoort hier", dossier_id=dossier["id"])
    async with triage.transaction() as session:
        await decide(session, report.report_id, Decision.LINK, form, "Sanne")
    await deliver(triage, facts, ReportErasedV1(report_id=report.report_id, reason=EraseReason.REQUESTED))
    await deliver(triage, facts, ReopeningRequestedV1(report_id=report.report_id, request_id=new_id(), reason=SECRET))
    async with triage.transaction() as session:
        case = await repository.case(session, report.report_id)
    assert case
    assert (case.state, case.reopening_reason) == ("linked", None)


def test_every_state_in_which_somebody_is_to_move_ends_with_an_erasure() -> None:
    ends = {State.LINKED, State.ANSWERED, State.CLOSED, State.WITHDRAWN}
    assert {state for state in State if Event.ERASED in MOVES[state]} == set(State) - ends


@pytest.mark.parametrize("said", [SECRET, f"Gesloten: {SECRET}", f"Reden: {SECRET}", f"Vraag gesteld: {SECRET}"])
def test_what_a_reporter_wrote_is_never_taken_for_our_words(said: str) -> None:
    assert SECRET not in kept_of_entry("Melder", said)
