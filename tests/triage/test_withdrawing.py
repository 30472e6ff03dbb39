"""A report that its reporter takes back: its case ends, whatever was decided, and counts no more."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from uuid import UUID

import httpx
import pytest

from services.triage import forms, repository
from services.triage.domain import MOVES, Decision, Event, State
from services.triage.handlers.decisions import CaseChanged
from services.triage.subscribers import facts
from shared.contracts.intake import ReopeningRequestedV1, ReportErasedV1, ReportWithdrawnV1
from shared.contracts.vocabulary import EraseReason, WithdrawReason
from shared.database import Database
from shared.ids import new_id
from shared.messaging.failures import TooEarly
from tests.browserlike import sign_in_as
from tests.facts import deliver
from tests.pages import words_of
from tests.triage.waiting import QUESTION, a_case, case_of, decided, handed_over, log_of

ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
OPEN_DOSSIER = forms.OpenDossierForm(version=1, send_mail=True, reason="Hoort hier", dossier_title="Elk jaar opnieuw")
CLOSE = forms.CloseForm(
    version=1, send_mail=True, reason="Geen regel", close_reason="not_a_rule", tip="Bespreek dit in je hagro."
)
ENTRY = "Melding ingetrokken. Reden: Ik wil niet meer meedoen."


@pytest.fixture
def triage(databases: Callable[[str], Database]) -> Database:
    return databases("triage")


@pytest.fixture
async def member(client_for: ClientFor, triage: Database) -> AsyncIterator[httpx.AsyncClient]:
    async with client_for("triage") as client:
        await sign_in_as(client, [triage])
        yield client


def _taken_back(report_id: UUID) -> ReportWithdrawnV1:
    return ReportWithdrawnV1(report_id=report_id, reason=WithdrawReason.NO_LONGER)


async def test_the_case_leaves_the_queue_and_says_why(member: httpx.AsyncClient, triage: Database) -> None:
    report_id = await a_case(triage)
    await decided(triage, report_id, Decision.QUESTION, QUESTION)
    await deliver(triage, facts, _taken_back(report_id), times=2)
    case = await case_of(triage, report_id)
    assert (case.state, case.next_actor, case.term_at, case.remind_at) == ("withdrawn", "nobody", None, None)
    assert (await log_of(triage, report_id)).count(ENTRY) == 1
    page = words_of((await member.get(f"/team/triage/{report_id}")).text)
    assert "Ingetrokken door de melder op" in page
    assert "Beslissing" not in page
    listed = (await member.get("/team/triage", params={"lijst": "afgehandeld"})).text
    assert ">Ingetrokken<" in listed
    with pytest.raises(CaseChanged):
        await decided(triage, report_id, Decision.CLOSE, CLOSE)


@pytest.mark.parametrize(
    ("decision", "form"), [(Decision.OPEN_DOSSIER, OPEN_DOSSIER), (Decision.CLOSE, CLOSE)], ids=["linked", "closed"]
)
async def test_what_was_decided_meanwhile_does_not_hold_the_reporter(
    triage: Database, decision: Decision, form: forms.DecisionForm
) -> None:
    report_id = await a_case(triage)
    await decided(triage, report_id, decision, form)
    await deliver(triage, facts, _taken_back(report_id))
    assert (await case_of(triage, report_id)).state == State.WITHDRAWN


async def test_one_that_is_with_another_body_ends_too(triage: Database) -> None:
    report_id = await handed_over(triage)
    await deliver(triage, facts, _taken_back(report_id))
    assert (await case_of(triage, report_id)).state == State.WITHDRAWN


async def test_a_request_to_reopen_ends_with_it(triage: Database) -> None:
    report_id = await a_case(triage)
    await decided(triage, report_id, Decision.CLOSE, CLOSE)
    await deliver(triage, facts, ReopeningRequestedV1(report_id=report_id, request_id=new_id(), reason="Nog steeds"))
    await deliver(triage, facts, _taken_back(report_id))
    case = await case_of(triage, report_id)
    assert (case.state, case.state_before) == ("withdrawn", None)


async def test_its_practice_counts_under_no_dossier_any_more(triage: Database) -> None:
    report_id = await a_case(triage)
    await decided(triage, report_id, Decision.OPEN_DOSSIER, OPEN_DOSSIER)
    dossier_id = (await case_of(triage, report_id)).dossier_id
    assert dossier_id
    counted = []
    for fact in (None, _taken_back(report_id)):
        if fact:
            await deliver(triage, facts, fact)
        async with triage.transaction() as session:
            counted.append(await repository.practices_under(session, dossier_id, new_id()))
    assert counted == [1, 0]


async def test_it_waits_for_its_report_and_survives_an_erasure(triage: Database) -> None:
    with pytest.raises(TooEarly):
        await deliver(triage, facts, _taken_back(new_id()))
    report_id = await a_case(triage)
    await deliver(triage, facts, _taken_back(report_id))
    await deliver(triage, facts, ReportErasedV1(report_id=report_id, reason=EraseReason.REQUESTED))
    assert (await case_of(triage, report_id)).state == State.WITHDRAWN
    assert ENTRY in await log_of(triage, report_id)


def test_every_state_but_the_last_can_be_left_by_the_reporter() -> None:
    assert {state for state in State if Event.WITHDRAWN in MOVES[state]} == set(State) - {State.WITHDRAWN}
