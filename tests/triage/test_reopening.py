"""A closed report is asked to be opened again, and a person decides."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from services.triage import forms, repository
from services.triage.domain import MOVES, Decision, Event, MoveNotAllowed, State, move
from services.triage.handlers.decisions import CaseChanged, decide
from services.triage.subscribers import facts
from services.triage.tables import Case
from shared import clock
from shared.contracts.intake import CheckAnsweredV1, ReopeningRequestedV1
from shared.contracts.research import DossierConcludedV1, DossierReopenedV1
from shared.contracts.triage import ReopeningRefusedV1, ReportReopenedV1
from shared.contracts.vocabulary import CheckAnswer, CloseReason, NextActor, Outcome
from shared.database import Database
from shared.history import history_of
from shared.ids import new_id
from tests.browserlike import post_form, sign_in_as
from tests.builders import a_report_submitted, an_item_published
from tests.facts import deliver, said

Databases = Callable[[str], Database]
ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
MONDAY = datetime(2026, 11, 16, 9, tzinfo=UTC)
WHY = "De leverancier vraagt het nog steeds."
CLOSE = forms.CloseForm(
    version=1, send_mail=True, reason="Geen regel", close_reason=CloseReason.NOT_A_RULE, tip="Bespreek dit in je hagro."
)
REFUSE = forms.KeepClosedForm(
    version=3, send_mail=True, reason="Geldt later", explanation="De afspraak geldt vanaf januari."
)
GRANT = forms.ReopenForm(
    version=3, send_mail=True, reason="De afspraak wordt niet nagekomen", message="De afspraak geldt al."
)


async def _closed(database: Database) -> UUID:
    fact = a_report_submitted()
    await deliver(database, facts, fact)
    await _decide(database, fact.report_id, Decision.CLOSE, CLOSE)
    return fact.report_id


async def _asked(database: Database, reason: str | None = WHY) -> UUID:
    report_id = await _closed(database)
    with clock.frozen(MONDAY):
        await deliver(database, facts, _request(report_id, reason))
    return report_id


async def _decide(database: Database, report_id: UUID, decision: Decision, form: forms.DecisionForm) -> str:
    async with database.transaction() as session:
        return await decide(session, report_id, decision, form, "Mo Yilmaz")


async def _case(database: Database, report_id: UUID) -> Case:
    async with database.transaction() as session:
        case = await repository.case(session, report_id)
    assert case
    return case


async def _told(database: Database, report_id: UUID) -> list[str]:
    async with database.transaction() as session:
        return [entry.text for entry in await history_of(session, report_id)]


def _request(report_id: UUID, reason: str | None = WHY) -> ReopeningRequestedV1:
    return ReopeningRequestedV1(report_id=report_id, request_id=new_id(), reason=reason)


def _answer(report_id: UUID, answer: CheckAnswer, text: str | None = None) -> CheckAnsweredV1:
    return CheckAnsweredV1(report_id=report_id, answer=answer, text=text)


def test_only_an_ended_case_can_be_asked_to_reopen_and_then_only_that_is_decided() -> None:
    assert {state for state in State if Event.REOPENING_REQUESTED in MOVES[state]} == {
        State.LINKED, State.ANSWERED, State.CLOSED,
    }  # fmt: skip
    decided = {Decision.REOPEN, Decision.KEEP_CLOSED, Event.DOSSIER_REOPENED, Event.ERASED, Event.WITHDRAWN}
    assert set(MOVES[State.REOPEN_REQUESTED]) == decided
    with pytest.raises(MoveNotAllowed):
        move(State.NEW, Decision.REOPEN)
    with pytest.raises(MoveNotAllowed):
        move(State.REOPEN_REQUESTED, Decision.KEEP_CLOSED)
    assert move(State.REOPEN_REQUESTED, Decision.KEEP_CLOSED, State.ANSWERED) is State.ANSWERED


async def test_a_request_waits_for_us_with_five_working_days(databases: Databases) -> None:
    triage = databases("triage")
    case = await _case(triage, await _asked(triage))
    assert (case.state, case.next_actor, case.state_before) == ("reopen_requested", "team", "closed")
    assert case.due_on == clock.working_days_after(MONDAY.date(), 5)
    assert f"Vraagt om de melding weer te openen. {WHY}" in await _told(triage, case.report_id)


async def test_a_request_heard_twice_is_one(databases: Databases) -> None:
    triage = databases("triage")
    report_id = await _closed(triage)
    await deliver(triage, facts, _request(report_id), times=2)
    assert (await _case(triage, report_id)).version == 3


async def test_granted_the_case_is_back_in_the_queue(databases: Databases) -> None:
    triage = databases("triage")
    report_id = await _asked(triage)
    with clock.frozen(MONDAY):
        await _decide(triage, report_id, Decision.REOPEN, GRANT)
    case = await _case(triage, report_id)
    assert (case.state, case.reaction, case.next_actor) == ("new", True, "team")
    fact = (await said(triage))[-1]
    assert isinstance(fact, ReportReopenedV1)
    assert (fact.request_id, fact.answer_by) == (case.reopening_id, case.due_on)


async def test_refused_the_case_is_back_where_it_was_and_the_reporter_gets_the_explanation(
    databases: Databases,
) -> None:
    triage = databases("triage")
    report_id = await _asked(triage)
    await _decide(triage, report_id, Decision.KEEP_CLOSED, REFUSE)
    case = await _case(triage, report_id)
    assert (case.state, case.reaction, case.next_actor) == ("closed", False, "nobody")
    fact = (await said(triage))[-1]
    assert isinstance(fact, ReopeningRefusedV1)
    assert (fact.explanation, fact.reason) == (REFUSE.explanation, REFUSE.reason)


async def test_a_request_is_decided_once(databases: Databases) -> None:
    triage = databases("triage")
    report_id = await _asked(triage)
    await _decide(triage, report_id, Decision.KEEP_CLOSED, REFUSE)
    with pytest.raises(CaseChanged):
        await _decide(triage, report_id, Decision.REOPEN, GRANT)
    assert sum(isinstance(fact, ReopeningRefusedV1 | ReportReopenedV1) for fact in await said(triage)) == 1


async def test_a_reopened_case_is_decided_anew_and_can_be_asked_for_again(databases: Databases) -> None:
    triage = databases("triage")
    report_id = await _asked(triage)
    await _decide(triage, report_id, Decision.REOPEN, GRANT)
    await _decide(triage, report_id, Decision.CLOSE, CLOSE.model_copy(update={"version": 4}))
    await deliver(triage, facts, _request(report_id, "Alweer."))
    case = await _case(triage, report_id)
    assert (case.state, case.state_before, case.reopening_reason) == ("reopen_requested", "closed", "Alweer.")


async def _linked(database: Database) -> tuple[UUID, dict[str, Any]]:
    fact = a_report_submitted()
    await deliver(database, facts, fact)
    form = forms.OpenDossierForm(version=1, send_mail=True, reason="Vaker", dossier_title="Herhaalmachtiging")
    await _decide(database, fact.report_id, Decision.OPEN_DOSSIER, form)
    dossier_id = (await _case(database, fact.report_id)).dossier_id
    return fact.report_id, {"dossier_id": dossier_id, "reference": "D-26-001", "title": "Herhaalmachtiging"}


def _concluded(dossier: dict[str, Any]) -> DossierConcludedV1:
    return DossierConcludedV1(
        **dossier, outcome=Outcome.SOLVED, public_text="Het hoeft niet meer.", concluded_by="Mo", reports=1,
        practices=1, minutes_per_month=60,
    )  # fmt: skip


async def test_a_dossier_that_is_opened_again_takes_who_asked_along(databases: Databases) -> None:
    triage = databases("triage")
    report_id, dossier = await _linked(triage)
    await deliver(triage, facts, _concluded(dossier))
    await deliver(triage, facts, _request(report_id))
    await deliver(triage, facts, DossierReopenedV1(**dossier, why="Het gebeurt nog"))
    case = await _case(triage, report_id)
    assert (case.state, case.next_actor, case.state_before) == ("linked", "team", None)
    assert "Dossier D-26-001 is weer open: de melding loopt daarin mee." in await _told(triage, report_id)


async def test_a_request_heard_after_its_dossier_was_opened_again_changes_nothing(databases: Databases) -> None:
    triage = databases("triage")
    report_id, dossier = await _linked(triage)
    await deliver(triage, facts, DossierReopenedV1(**dossier, why="Het gebeurt nog"))
    with clock.frozen(clock.now() - timedelta(minutes=5)):
        await deliver(triage, facts, _request(report_id))
    assert (await _case(triage, report_id)).state == "linked"


async def test_a_request_heard_before_the_outcome_is_kept(databases: Databases) -> None:
    triage = databases("triage")
    report_id, dossier = await _linked(triage)
    await deliver(triage, facts, _request(report_id))
    await deliver(triage, facts, _concluded(dossier))
    assert (await _case(triage, report_id)).state == "reopen_requested"


async def test_an_answer_to_the_check_is_in_the_history_and_ends_the_reporters_turn(databases: Databases) -> None:
    triage = databases("triage")
    item, report = an_item_published(), a_report_submitted()
    for fact in (item, report):
        await deliver(triage, facts, fact)
    form = forms.AgreementForm(version=1, send_mail=True, reason="Bestaat al", item_id=item.item_id)
    await _decide(triage, report.report_id, Decision.AGREEMENT, form)
    assert (await _case(triage, report.report_id)).next_actor == NextActor.REPORTER
    await deliver(triage, facts, _answer(report.report_id, CheckAnswer.A_LITTLE, "Bij één poli niet."))
    assert (await _case(triage, report.report_id)).next_actor == NextActor.NOBODY
    assert "Is het opgelost? Een beetje. Bij één poli niet." in await _told(triage, report.report_id)


async def test_what_still_goes_wrong_may_be_told_after_the_request(databases: Databases) -> None:
    triage = databases("triage")
    report_id = await _asked(triage, None)
    await deliver(triage, facts, _answer(report_id, CheckAnswer.NO, WHY))
    assert (await _case(triage, report_id)).reopening_reason == WHY


async def test_the_page_offers_the_two_ways_out_and_keeps_what_was_typed(
    client_for: ClientFor, databases: Databases
) -> None:
    triage = databases("triage")
    report_id = await _asked(triage)
    async with client_for("triage") as client:
        await sign_in_as(client, [triage])
        address = f"/team/triage/{report_id}"
        page = await client.get(address)
        for shown in ("Verzoek om te heropenen", WHY, "Open de melding weer", "Laat de melding gesloten"):
            assert shown in page.text
        assert "Sluit met reden" not in page.text
        fields = {"version": "3", "decision": "keep_closed", "reason": "Geldt later", "explanation": "",
                  "send_mail": "ja"}  # fmt: skip
        wrong = await post_form(client, f"{address}/beslissing", fields, page=address)
        assert wrong.status_code == 422
        assert "Schrijf op waarom de melding gesloten blijft" in wrong.text
        assert "Geldt later" in wrong.text
        await _decide(triage, report_id, Decision.REOPEN, GRANT)
        fields["explanation"] = "De afspraak geldt vanaf januari."
        late = await post_form(client, f"{address}/beslissing", fields, page="/team/triage")
    assert late.status_code == 409
    assert "Mo Yilmaz paste dit net aan" in late.text


async def test_the_queue_shows_requests_among_what_came_back(client_for: ClientFor, databases: Databases) -> None:
    triage = databases("triage")
    await _asked(triage)
    async with client_for("triage") as client:
        await sign_in_as(client, [triage])
        page = await client.get("/team/triage", params={"lijst": "reactie-binnen"})
    assert "Vraagt om heropenen" in page.text


async def test_who_decided_before_is_asked_to_leave_it_to_a_colleague(
    client_for: ClientFor, databases: Databases
) -> None:
    triage = databases("triage")
    report_id = await _asked(triage)
    async with client_for("triage") as client:
        member = await sign_in_as(client, [triage])
        assert "Jij nam het vorige besluit" not in (await client.get(f"/team/triage/{report_id}")).text
        other = a_report_submitted(reference="RW-26-0002")
        await deliver(triage, facts, other)
        async with triage.transaction() as session:
            await decide(session, other.report_id, Decision.CLOSE, CLOSE, member.name)
        await deliver(triage, facts, _request(other.report_id, None))
        page = await client.get(f"/team/triage/{other.report_id}")
    assert "Jij nam het vorige besluit" in page.text
    assert "Er staat geen uitleg bij." in page.text
