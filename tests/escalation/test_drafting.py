import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from services.escalation.domain import HandoverState
from services.escalation.subscribers import facts
from services.escalation.tables import Handover
from shared import clock
from shared.contracts.vocabulary import Outcome
from shared.database import Database
from shared.messaging.failures import TooEarly
from tests.builders import a_report_submitted
from tests.escalation.facts_heard import (
    Databases,
    a_dossier_concluded,
    a_dossier_reopened,
    a_handover_decided,
    the_page,
)
from tests.facts import deliver, said

NOON = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)


@pytest.fixture
def escalation(databases: Databases) -> Database:
    return databases("escalation")


async def all_states(escalation: Database) -> list[str]:
    async with escalation.transaction() as session:
        return list((await session.execute(select(Handover.state))).scalars())


async def test_a_handed_over_dossier_becomes_one_draft(escalation: Database) -> None:
    with clock.frozen(NOON):
        await deliver(escalation, facts, a_dossier_concluded(), times=2)
    assert await all_states(escalation) == ["draft"]
    found = await the_page(escalation)
    assert found.handover.dossier_reference == "D-26-001"
    assert [item.field for item in found.checklist if not item.done] == [
        "category",
        "tried",
        "contact_name",
        "contact_email",
    ]
    assert await said(escalation) == []


@pytest.mark.parametrize("outcome", [outcome for outcome in Outcome if outcome is not Outcome.HANDED_OVER])
async def test_other_outcomes_make_no_draft(escalation: Database, outcome: Outcome) -> None:
    await deliver(escalation, facts, a_dossier_concluded(outcome=outcome))
    assert await all_states(escalation) == []


async def test_a_single_report_becomes_a_draft_with_its_numbers(escalation: Database) -> None:
    report = a_report_submitted()
    await deliver(escalation, facts, report)
    with clock.frozen(NOON):
        await deliver(escalation, facts, a_handover_decided(report_id=report.report_id), times=2)
    found = await the_page(escalation)
    assert (found.handover.practices, found.handover.minutes_per_month) == (1, 60)
    assert found.handover.asked_text is None
    assert "Dit speelt in het hele land." in found.history[0].text


async def test_a_report_that_is_not_known_yet_is_too_early(escalation: Database) -> None:
    with pytest.raises(TooEarly):
        await deliver(escalation, facts, a_handover_decided())


async def test_opening_the_dossier_again_takes_back_what_was_not_sent(escalation: Database) -> None:
    concluded = a_dossier_concluded()
    with clock.frozen(NOON):
        await deliver(escalation, facts, concluded)
    with clock.frozen(NOON + timedelta(hours=1)):
        await deliver(escalation, facts, a_dossier_reopened(dossier_id=concluded.dossier_id), times=2)
    found = await the_page(escalation)
    assert found.shown.state is HandoverState.CLOSED
    assert "dossier D-26-001 is weer open" in found.history[0].text


async def test_a_conclusion_heard_after_the_reopening_makes_no_draft(escalation: Database) -> None:
    concluded = a_dossier_concluded()
    with clock.frozen(NOON + timedelta(hours=1)):
        await deliver(escalation, facts, a_dossier_reopened(dossier_id=concluded.dossier_id))
    with clock.frozen(NOON):
        await deliver(escalation, facts, concluded)
    assert await all_states(escalation) == []
    with clock.frozen(NOON + timedelta(hours=2)):
        await deliver(escalation, facts, concluded)
    assert await all_states(escalation) == ["draft"]


async def test_references_given_out_at_once_are_all_different(escalation: Database) -> None:
    with clock.frozen(NOON):
        await asyncio.gather(*(deliver(escalation, facts, a_dossier_concluded()) for _ in range(6)))
    for number in range(1, 7):
        await the_page(escalation, f"H-26-00{number}")


@pytest.mark.parametrize("statement", ["update history set text = 'x'", "delete from history"])
async def test_what_was_done_cannot_be_rewritten(escalation: Database, statement: str) -> None:
    await deliver(escalation, facts, a_dossier_concluded())
    with pytest.raises(DBAPIError, match="only grows"):
        async with escalation.transaction() as session:
            await session.execute(text(statement))
