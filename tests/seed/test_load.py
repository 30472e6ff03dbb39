import asyncio
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Mapped
from sqlmodel import col

from deploy.seed import files
from deploy.seed.delivery import Delivery
from deploy.seed.load import load
from services.escalation.domain import HandoverState
from services.escalation.tables import Handover
from services.research.domain import DossierState
from services.research.tables import Dossier
from services.triage.domain import State
from services.triage.queue_filter import View
from services.triage.repository import queue
from services.triage.tables import Case
from shared import clock
from shared.contracts.knowledge import ItemPublishedV1
from shared.database import Database
from shared.history import history
from shared.settings import Settings
from tests.browserlike import private_key, settings_for_tests
from tests.facts import said

SERVICES = ("accounts", "intake", "triage", "research", "knowledge", "escalation", "notifier")
Databases = Callable[[str], Database]
STEPS = Counter(step.do for report in files.reports() for step in report.then)
JOINED, SPLIT = STEPS["join"], STEPS["split"]
REPORTS = len(files.reports()) + JOINED + SPLIT


@pytest.fixture(autouse=True)
def accounts_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCOUNTS_SESSION_PRIVATE_KEY", private_key())
    monkeypatch.setenv("ACCOUNTS_ARGON2_MEMORY_KIB", "16")


@pytest.fixture
def settings(database_url: str) -> Settings:
    return settings_for_tests(demo=True, database_url=database_url)


async def everything_said(databases: Databases) -> Counter[str]:
    facts = [fact for service in SERVICES for fact in await said(databases(service))]
    return Counter(fact.SUBJECT for fact in facts)


async def states(database: Database, column: Mapped[Any]) -> set[str]:
    async with database.transaction() as session:
        return set(await session.scalars(select(column)))


async def test_the_demo_shows_every_state_once_however_often_it_is_loaded(
    databases: Databases, settings: Settings
) -> None:
    await load(settings)
    first = await everything_said(databases)
    assert JOINED >= 2 and SPLIT >= 1
    assert first["intake.report.submitted.v1"] == REPORTS
    assert await states(databases("triage"), col(Case.state)) == {state.value for state in State} - {"withdrawn"}
    regions = {practice.region for practice in files.practices()}
    assert len(regions) > 1 and await states(databases("triage"), col(Case.region)) == regions
    dossiers = {state.value for state in DossierState} - {"merged"}
    assert await states(databases("research"), col(Dossier.state)) == dossiers
    shown = {HandoverState.DRAFT, HandoverState.SENT, HandoverState.RECEIVED}
    assert await states(databases("escalation"), col(Handover.state)) == {state.value for state in shown}
    async with databases("triage").transaction() as session:
        counted = await queue.counts(session, clock.now())
    assert counted.late >= 2
    # What a report resembles is found out by a worker, which does not run here.
    assert [view for view, count in counted.tabs.items() if not count] == [View.TO_LINK]

    await load(settings)
    assert await everything_said(databases) == first


async def test_a_demo_that_was_broken_off_goes_on_where_it_stopped(databases: Databases, settings: Settings) -> None:
    def interrupt_soon(progress: str) -> None:
        if progress.startswith("50 of"):
            asyncio.get_running_loop().call_later(0.03, loading.cancel)

    loading = asyncio.create_task(load(settings, interrupt_soon))
    with pytest.raises(asyncio.CancelledError):
        await loading
    await load(settings)
    whole = await everything_said(databases)
    assert whole["intake.report.submitted.v1"] == whole["triage.case.opened.v1"] == REPORTS
    assert whole["research.dossier.opened.v1"] == len(files.dossiers())
    await deliver_all_again(databases)
    assert await everything_said(databases) == whole
    async with databases("triage").transaction() as session:
        log = list(await session.scalars(select(history.c.text)))
    assert log.count("Melding verstuurd.") == REPORTS - SPLIT


async def deliver_all_again(databases: Databases) -> None:
    """What the worker does once it runs."""
    again = Delivery({service: databases(service) for service in SERVICES}, lambda _fact: None)
    await again.run(SERVICES)


async def test_an_installation_that_is_no_demo_gets_items_and_parties_only(
    databases: Databases, database_url: str
) -> None:
    await load(settings_for_tests(demo=False, database_url=database_url))
    assert set(await everything_said(databases)) == {"knowledge.item.published.v1", "knowledge.party.listed.v1"}
    published = [fact for fact in await said(databases("knowledge")) if isinstance(fact, ItemPublishedV1)]
    assert not [fact.code for fact in published if fact.public]
