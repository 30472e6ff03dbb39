"""The team merged or split dossiers: cases hang where their reports hang."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.triage import repository
from services.triage.domain import Decision
from services.triage.forms import FORMS
from services.triage.handlers.decisions import decide
from services.triage.subscribers import facts
from shared import clock
from shared.contracts.research import DossierMergedV1, DossierOpenedV1, ReportMovedV1
from shared.database import Database
from shared.ids import new_id
from shared.messaging.failures import TooEarly
from tests.builders import a_report_submitted
from tests.facts import deliver

NOON = datetime(2026, 11, 20, 11, tzinfo=UTC)
OLD, NEW, THIRD = new_id(), new_id(), new_id()


@pytest.fixture
def triage(databases: Callable[[str], Database]) -> Database:
    return databases("triage")


async def _linked(triage: Database) -> UUID:
    """A case under the old dossier."""
    report = a_report_submitted()
    with clock.frozen(NOON):
        await deliver(triage, facts, report)
        for dossier_id, number in ((OLD, 1), (NEW, 2), (THIRD, 3)):
            opened = DossierOpenedV1(dossier_id=dossier_id, reference=f"D-26-00{number}", title="Een regel")
            await deliver(triage, facts, opened)
        await _link(triage, report.report_id, OLD)
    return report.report_id


async def _link(triage: Database, report_id: UUID, dossier_id: UUID) -> None:
    async with triage.transaction() as session:
        case = await repository.case(session, report_id)
        assert case
        fields = {"version": case.version, "send_mail": "ja", "reason": "Hoort erbij", "dossier_id": dossier_id}
        form: Any = FORMS[Decision.LINK].model_validate(fields)
        await decide(session, report_id, Decision.LINK, form, "Mo Yilmaz")


async def test_who_joins_a_report_that_moved_since_goes_where_it_is_now(triage: Database) -> None:
    report_id = await _linked(triage)
    await _moves(triage, report_id, OLD, NEW, 5)
    joiner = a_report_submitted(reference="RW-26-0002", joins_report=report_id)
    await deliver(triage, facts, joiner, times=2)
    async with triage.transaction() as session:
        case = await repository.case(session, joiner.report_id)
    assert case
    assert case.dossier_id == NEW


async def _moves(triage: Database, report_id: UUID, left: UUID, into: UUID, minutes: int) -> None:
    moved = ReportMovedV1(
        report_id=report_id, dossier_id=into, dossier_title="Een regel", from_dossier_id=left, decided_by="Mo"
    )
    with clock.frozen(NOON + timedelta(minutes=minutes)):
        await deliver(triage, facts, moved)


async def _where(triage: Database, report_id: UUID) -> UUID | None:
    async with triage.transaction() as session:
        case = await repository.case(session, report_id)
        assert case
        return case.dossier_id


async def test_a_case_follows_its_report_in_the_order_of_the_moves(triage: Database) -> None:
    report_id = await _linked(triage)
    with pytest.raises(TooEarly):
        await _moves(triage, report_id, NEW, THIRD, 2)
    await _moves(triage, report_id, OLD, NEW, 1)
    assert await _where(triage, report_id) == NEW
    await _moves(triage, report_id, NEW, THIRD, 2)
    assert await _where(triage, report_id) == THIRD


async def test_what_was_decided_since_then_stands(triage: Database) -> None:
    report_id = await _linked(triage)
    await _moves(triage, report_id, OLD, NEW, -5)
    assert await _where(triage, report_id) == OLD


async def test_nothing_is_linked_to_a_merged_dossier_until_it_is_open_again(triage: Database) -> None:
    await _linked(triage)
    merged = DossierMergedV1(
        dossier_id=OLD,
        reference="D-26-001",
        title="Een",
        into_dossier_id=NEW,
        into_reference="D-26-002",
        into_title="X",
    )
    known: list[set[UUID]] = []
    for fact in (merged, DossierOpenedV1(dossier_id=OLD, reference="D-26-001", title="Een")):
        with clock.frozen(NOON + timedelta(minutes=len(known) + 1)):
            await deliver(triage, facts, fact)
        async with triage.transaction() as session:
            known.append({one.id for one in await repository.dossiers(session)})
    assert known == [{NEW, THIRD}, {OLD, NEW, THIRD}]
