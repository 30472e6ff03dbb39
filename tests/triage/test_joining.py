"""A practice joins (*ik ook*): its case goes where that goes, whatever comes first and however often."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from uuid import UUID

import httpx
import pytest

from services.triage import forms
from services.triage.domain import Decision, State
from services.triage.subscribers import facts
from shared.contracts.intake import ReportErasedV1
from shared.contracts.research import DossierConcludedV1, DossierOpenedV1
from shared.contracts.triage import ReportLinkedV1
from shared.contracts.vocabulary import EraseReason, Outcome
from shared.database import Database
from shared.ids import new_id
from tests.browserlike import sign_in_as
from tests.builders import a_report_submitted
from tests.facts import deliver, said
from tests.triage.waiting import CLOSE, a_case, case_of, decided

Databases = Callable[[str], Database]
ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
OPEN_DOSSIER = forms.OpenDossierForm(
    version=1, send_mail=True, reason="Vaker gezien", dossier_title="Herhaalmachtigingen"
)


@pytest.fixture
def triage(databases: Databases) -> Database:
    return databases("triage")


async def _links(triage: Database, report_id: UUID) -> list[ReportLinkedV1]:
    facts_said = await said(triage)
    return [one for one in facts_said if isinstance(one, ReportLinkedV1) and one.report_id == report_id]


async def _running_dossier(triage: Database) -> UUID:
    fact = DossierOpenedV1(dossier_id=new_id(), reference="D-26-001", title="Herhaalmachtigingen")
    await deliver(triage, facts, fact)
    return fact.dossier_id


async def test_who_joins_a_running_dossier_is_linked_at_once_and_once(triage: Database) -> None:
    dossier_id = await _running_dossier(triage)
    fact = a_report_submitted(reference="RW-26-0002", joins_dossier=dossier_id)
    await deliver(triage, facts, fact, times=3)
    case = await case_of(triage, fact.report_id)
    assert (case.state, case.dossier_id, case.term_at) == (State.LINKED, dossier_id, None)
    (link,) = await _links(triage, fact.report_id)
    assert (link.dossier_id, link.practices, link.opens_dossier, link.send_mail) == (dossier_id, 1, False, False)


async def test_a_practice_that_joins_twice_is_one_practice(triage: Database) -> None:
    dossier_id, practice = await _running_dossier(triage), new_id()
    for number in (2, 3):
        last = a_report_submitted(reference=f"RW-26-000{number}", joins_dossier=dossier_id, practice_id=practice)
        await deliver(triage, facts, last)
    (link,) = await _links(triage, last.report_id)
    assert link.practices == 1


async def test_a_dossier_that_is_over_takes_nobody_along_and_the_team_decides(triage: Database) -> None:
    dossier_id = await _running_dossier(triage)
    concluded = DossierConcludedV1(
        dossier_id=dossier_id,
        reference="D-26-001",
        title="Herhaalmachtigingen",
        outcome=Outcome.SOLVED,
        public_text="Het hoeft niet meer.",
        concluded_by="Sanne de Vries",
        reports=1,
        practices=1,
        minutes_per_month=60,
    )
    await deliver(triage, facts, concluded)
    report_id = await a_case(triage, reference="RW-26-0002", joins_dossier=dossier_id)
    assert (await case_of(triage, report_id)).state == State.NEW
    assert await _links(triage, report_id) == []


async def test_who_joined_an_open_report_goes_along_when_it_is_linked(triage: Database) -> None:
    first = await a_case(triage)
    second = a_report_submitted(reference="RW-26-0002", joins_report=first)
    await deliver(triage, facts, second, times=2)
    assert (await case_of(triage, second.report_id)).state == State.NEW
    await decided(triage, first, Decision.OPEN_DOSSIER, OPEN_DOSSIER)
    linked, case = await case_of(triage, first), await case_of(triage, second.report_id)
    assert (case.state, case.dossier_id) == (State.LINKED, linked.dossier_id)
    (link,) = await _links(triage, second.report_id)
    assert (link.practices, link.send_mail) == (2, True)


async def test_who_joins_after_the_link_goes_along_at_once(triage: Database) -> None:
    first = await a_case(triage)
    await decided(triage, first, Decision.OPEN_DOSSIER, OPEN_DOSSIER)
    second = await a_case(triage, reference="RW-26-0002", joins_report=first)
    assert (await case_of(triage, second)).state == State.LINKED


async def test_a_report_heard_of_before_the_one_it_joins_goes_along_all_the_same(triage: Database) -> None:
    joined = a_report_submitted()
    second = await a_case(triage, reference="RW-26-0002", joins_report=joined.report_id)
    await deliver(triage, facts, joined)
    await decided(triage, joined.report_id, Decision.OPEN_DOSSIER, OPEN_DOSSIER)
    assert (await case_of(triage, second)).state == State.LINKED


async def test_what_somebody_decided_about_is_not_moved(triage: Database) -> None:
    first = await a_case(triage)
    second = await a_case(triage, reference="RW-26-0002", joins_report=first)
    await decided(triage, second, Decision.CLOSE, CLOSE.model_copy(update={"version": 1}))
    await decided(triage, first, Decision.OPEN_DOSSIER, OPEN_DOSSIER)
    assert (await case_of(triage, second)).state == State.CLOSED


async def test_who_joined_what_is_erased_stays_with_the_team(triage: Database) -> None:
    first = await a_case(triage)
    await deliver(triage, facts, ReportErasedV1(report_id=first, reason=EraseReason.REQUESTED))
    second = await a_case(triage, reference="RW-26-0002", joins_report=first)
    assert (await case_of(triage, second)).state == State.NEW


async def test_an_erased_report_joins_nothing(triage: Database) -> None:
    dossier_id = await _running_dossier(triage)
    fact = a_report_submitted(reference="RW-26-0002", joins_dossier=dossier_id)
    await deliver(triage, facts, ReportErasedV1(report_id=fact.report_id, reason=EraseReason.REQUESTED))
    await deliver(triage, facts, fact)
    assert (await case_of(triage, fact.report_id)).state == State.WITHDRAWN
    assert await _links(triage, fact.report_id) == []


async def test_the_case_page_shows_who_joined_and_what_was_joined(client_for: ClientFor, triage: Database) -> None:
    first = await a_case(triage)
    moment = datetime(2026, 11, 20, 10, tzinfo=UTC)
    second = await a_case(triage, reference="RW-26-0002", joins_report=first, submitted_at=moment, minutes=0)
    async with client_for("triage") as client:
        await sign_in_as(client, [triage])
        page, other = await client.get(f"/team/triage/{first}"), await client.get(f"/team/triage/{second}")
    assert f"/team/triage/{second}" in page.text
    assert "1 melding hoort hierbij" in page.text
    assert f'<a href="/team/triage/{first}">RW-26-0001' in other.text
    assert "Niet ingevuld" in other.text
