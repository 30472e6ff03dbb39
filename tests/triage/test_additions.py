"""What a reporter adds is new to the team until somebody read it or decided."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from typing import Any
from uuid import UUID

import httpx
import pytest

from services.triage import forms
from services.triage.domain import Decision
from services.triage.subscribers import facts
from shared.contracts.intake import AdditionGivenV1, AddressGivenV1, ReportErasedV1
from shared.contracts.vocabulary import EraseReason, Role
from shared.contracts.words import GONE
from shared.database import Database
from shared.ids import new_id
from shared.messaging.failures import TooEarly
from tests.browserlike import post_form, sign_in_as
from tests.facts import deliver
from tests.pages import words_of
from tests.triage.waiting import QUESTION, a_case, case_of, decided, log_of

ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
TEXT = "Vandaag vroeg ook de tweede leverancier erom."
NEW = "Nieuw: de melder voegde iets toe"
READ = "Ik heb dit gelezen"


@pytest.fixture
def triage(databases: Callable[[str], Database]) -> Database:
    return databases("triage")


@pytest.fixture
async def member(client_for: ClientFor, triage: Database) -> AsyncIterator[httpx.AsyncClient]:
    async with client_for("triage") as client:
        await sign_in_as(client, [triage])
        yield client


def an_addition(report_id: UUID, **changes: Any) -> AdditionGivenV1:
    values = {"report_id": report_id, "addition_id": new_id(), "text": TEXT}
    return AdditionGivenV1.model_validate(values | changes)


async def _linked(triage: Database) -> UUID:
    report_id = await a_case(triage)
    form = forms.OpenDossierForm(version=1, send_mail=True, reason="Hoort hier", dossier_title="Elk jaar opnieuw")
    await decided(triage, report_id, Decision.OPEN_DOSSIER, form)
    return report_id


async def _queue(member: httpx.AsyncClient, view: str) -> str:
    return (await member.get("/team/triage", params={"lijst": view})).text


async def _page(member: httpx.AsyncClient, report_id: UUID) -> str:
    return words_of((await member.get(f"/team/triage/{report_id}")).text)


async def _read_off(member: httpx.AsyncClient, report_id: UUID, version: int) -> httpx.Response:
    page = f"/team/triage/{report_id}"
    return await post_form(member, f"{page}/aanvulling-gelezen", {"version": str(version)}, page=page)


@pytest.mark.parametrize("is_linked", [False, True], ids=["to be assessed", "linked to a dossier"])
async def test_it_stands_with_the_case_and_in_the_queue_as_new_until_it_is_read(
    member: httpx.AsyncClient, triage: Database, is_linked: bool
) -> None:
    report_id = await (_linked(triage) if is_linked else a_case(triage))
    before = await case_of(triage, report_id)
    await deliver(triage, facts, an_addition(report_id), times=2)
    case = await case_of(triage, report_id)
    assert (case.state, case.next_actor, case.due_on) == (before.state, before.next_actor, before.due_on)
    assert str(report_id) in await _queue(member, "reactie-binnen")
    assert str(report_id) not in await _queue(member, "te-beoordelen")
    page = await _page(member, report_id)
    assert NEW in page
    assert page.count(TEXT) == 2  # with the story and in the timeline
    await _read_off(member, report_id, case.version)
    page = await _page(member, report_id)
    assert NEW not in page
    assert READ not in page
    assert TEXT in page
    assert str(report_id) not in await _queue(member, "reactie-binnen")
    assert (await log_of(triage, report_id))[0] == "Aanvulling gelezen."


async def test_a_decision_shows_that_it_was_read(triage: Database) -> None:
    report_id = await a_case(triage)
    await deliver(triage, facts, an_addition(report_id))
    form = QUESTION.model_copy(update={"version": 2})
    await decided(triage, report_id, Decision.QUESTION, form)
    assert (await case_of(triage, report_id)).added_at is None


async def test_who_decides_while_it_comes_in_is_shown_it_first(member: httpx.AsyncClient, triage: Database) -> None:
    report_id = await a_case(triage)
    await deliver(triage, facts, an_addition(report_id))
    fields = {
        "decision": "question",
        "question": "Bij welke leverancier is dit?",
        "reason": "Onduidelijk",
        "send_mail": "ja",
        "version": "1",
    }
    page = f"/team/triage/{report_id}"
    answer = await post_form(member, f"{page}/beslissing", fields, page=page)
    assert answer.status_code == 409
    assert "Melder paste dit net aan" in answer.text


async def test_who_read_it_before_the_next_came_in_reads_that_too(member: httpx.AsyncClient, triage: Database) -> None:
    report_id = await a_case(triage)
    await deliver(triage, facts, an_addition(report_id))
    version = (await case_of(triage, report_id)).version
    await deliver(triage, facts, an_addition(report_id, text="En nog iets anders."))
    answer = await _read_off(member, report_id, version)
    assert NEW in await _page(member, report_id)
    assert answer.status_code == 303


async def test_it_may_come_before_its_report_and_after_its_erasure(triage: Database) -> None:
    with pytest.raises(TooEarly):
        await deliver(triage, facts, an_addition(new_id()))
    report_id = await a_case(triage)
    await deliver(triage, facts, ReportErasedV1(report_id=report_id, reason=EraseReason.REQUESTED))
    await deliver(triage, facts, an_addition(report_id))
    case = await case_of(triage, report_id)
    assert (case.state, case.added_at) == ("withdrawn", None)
    assert f"Aanvulling: {GONE}" in await log_of(triage, report_id)


async def test_an_erasure_empties_what_was_added(triage: Database) -> None:
    report_id = await a_case(triage)
    await deliver(triage, facts, an_addition(report_id))
    await deliver(triage, facts, ReportErasedV1(report_id=report_id, reason=EraseReason.REQUESTED))
    assert not any(TEXT in line for line in await log_of(triage, report_id))
    assert (await case_of(triage, report_id)).added_at is None


async def test_a_reader_sees_it_and_cannot_tick_it_off(client_for: ClientFor, triage: Database) -> None:
    report_id = await a_case(triage)
    await deliver(triage, facts, an_addition(report_id))
    async with client_for("triage") as client:
        await sign_in_as(client, [triage], Role.READER)
        page = await _page(client, report_id)
    assert TEXT in page
    assert READ not in page


async def test_who_gives_an_address_later_is_no_more_without_e_mail(
    member: httpx.AsyncClient, triage: Database
) -> None:
    report_id = await a_case(triage, by_mail=False)
    assert "Geen e-mail" in words_of((await member.get(f"/team/triage/{report_id}")).text)
    await deliver(triage, facts, AddressGivenV1(report_id=report_id), times=2)
    assert "Geen e-mail" not in words_of((await member.get(f"/team/triage/{report_id}")).text)
    assert (await log_of(triage, report_id)).count("Gaf een e-mailadres.") == 1


async def test_an_address_heard_of_before_its_report_is_too_early(triage: Database) -> None:
    with pytest.raises(TooEarly):
        await deliver(triage, facts, AddressGivenV1(report_id=new_id()))
