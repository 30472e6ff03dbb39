"""What a case resembles, as the team sees it: in the queue, on the case, in what it can be linked to, side by side."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import select
from sqlmodel import col

from services.triage.subscribers import facts
from services.triage.tables import Likeness
from shared import clock
from shared.contracts.intake import ReportErasedV1
from shared.contracts.likeness import KnownKind
from shared.contracts.research import DossierConcludedV1, DossierOpenedV1
from shared.contracts.vocabulary import EraseReason, Outcome
from shared.database import Database
from shared.ids import new_id
from tests.browserlike import sign_in_as
from tests.builders import an_item_published
from tests.facts import deliver
from tests.triage.queueing import QUEUE, chosen_on, in_queue, listed, resembles

ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
DOSSIER = DossierOpenedV1(dossier_id=new_id(), reference="D-26-014", title="Machtiging voor stomamateriaal")


@pytest.fixture
def triage(databases: Callable[[str], Database]) -> Database:
    return databases("triage")


@pytest.fixture
async def lead(client_for: ClientFor, triage: Database) -> AsyncIterator[httpx.AsyncClient]:
    async with client_for("triage") as client:
        await sign_in_as(client, [triage])
        yield client


async def test_the_queue_says_what_each_case_resembles_and_how_much(lead: httpx.AsyncClient, triage: Database) -> None:
    item = an_item_published(code="R12")
    await deliver(triage, facts, DOSSIER)
    await deliver(triage, facts, item)
    ids = [await in_queue(triage, number) for number in range(1, 6)]
    await resembles(
        triage, ids[0], (KnownKind.DOSSIER, DOSSIER.dossier_id, 0.864), (KnownKind.AGREEMENT, item.item_id, 0.5)
    )
    await resembles(triage, ids[1], (KnownKind.AGREEMENT, item.item_id, 0.92))
    await resembles(triage, ids[2], (KnownKind.REPORT, ids[0], 0.64), (KnownKind.REPORT, ids[1], 0.6))
    await resembles(triage, ids[3])
    page = await lead.get(QUEUE)
    for shown in (
        '<a href="/team/dossiers/D-26-014">Dossier D-26-014</a>', 'width="86"', "86% gelijk",
        '<a href="/kennis/R12">Afspraak R12</a>', f'<a href="/team/triage/{ids[2]}#lijkt-op">2 meldingen</a>',
        "Niets gevonden", "Niet vergeleken", "Het zegt niet hoe zeker het is",
    ):  # fmt: skip
        assert shown in page.text, shown
    case = await lead.get(f"{QUEUE}/{ids[0]}")
    assert f"/team/triage/{ids[0]}/vergelijk/{DOSSIER.dossier_id}" in case.text
    assert "D-26-014: Machtiging voor stomamateriaal (86% gelijk)" in case.text


async def test_what_resembles_a_dossier_or_agreement_enough_is_to_be_linked(
    lead: httpx.AsyncClient, triage: Database
) -> None:
    await deliver(triage, facts, DOSSIER)
    ids = [await in_queue(triage, number) for number in range(1, 5)]
    for report_id, score in zip(ids, (0.7, 0.5, 0.49), strict=False):
        await resembles(triage, report_id, (KnownKind.DOSSIER, DOSSIER.dossier_id, score))
    await resembles(triage, ids[3], (KnownKind.REPORT, ids[0], 0.9))
    to_link = await lead.get(QUEUE, params={"lijst": "te-koppelen"})
    assert sorted(listed(to_link)) == [1, 2]
    other = DossierOpenedV1(dossier_id=new_id(), reference="D-26-099", title="Iets anders")
    await deliver(triage, facts, other)
    form = await lead.get("/team/triage/koppelen", params={"gekozen": chosen_on(to_link, 1, 2)})
    said_first = "D-26-014: Machtiging voor stomamateriaal (lijkt op 2 van de 2, hoogstens 70% gelijk)"
    assert form.text.index(said_first) < form.text.index("D-26-099")


async def test_the_newest_counts_whenever_it_comes(lead: httpx.AsyncClient, triage: Database) -> None:
    await deliver(triage, facts, DOSSIER)
    early, late = new_id(), await in_queue(triage, 2)
    alike = (KnownKind.DOSSIER, DOSSIER.dossier_id, 0.9)
    # Said before the case was opened; said last and heard first.
    await resembles(triage, early, alike)
    await in_queue(triage, 1, report_id=early)
    await resembles(triage, late, alike)
    with clock.frozen(clock.now() - timedelta(minutes=1)):
        await resembles(triage, late)
    assert sorted(listed(await lead.get(QUEUE, params={"lijst": "te-koppelen"}))) == [1, 2]
    await resembles(triage, late)
    assert listed(await lead.get(QUEUE, params={"lijst": "te-koppelen"})) == [1]
    await deliver(triage, facts, ReportErasedV1(report_id=early, reason=EraseReason.REQUESTED))
    await resembles(triage, early, alike)
    async with triage.transaction() as session:
        assert await session.get(Likeness, early) is None


async def test_a_likeness_refuses_nobodys_decision(lead: httpx.AsyncClient, triage: Database) -> None:
    await deliver(triage, facts, DOSSIER)
    report_id = await in_queue(triage, 1)
    page = await lead.get(QUEUE)
    await resembles(triage, report_id, (KnownKind.DOSSIER, DOSSIER.dossier_id, 0.9))
    assert chosen_on(await lead.get(QUEUE), 1) == chosen_on(page, 1)


async def test_what_ended_is_not_resembled_any_more(lead: httpx.AsyncClient, triage: Database) -> None:
    await deliver(triage, facts, DOSSIER)
    ids = [await in_queue(triage, number) for number in range(1, 4)]
    await resembles(
        triage, ids[0], (KnownKind.DOSSIER, DOSSIER.dossier_id, 0.9), (KnownKind.REPORT, ids[1], 0.8),
        (KnownKind.REPORT, ids[2], 0.7),
    )  # fmt: skip
    concluded = DossierConcludedV1(
        dossier_id=DOSSIER.dossier_id, reference="D-26-014", title=DOSSIER.title, outcome=Outcome.SOLVED,
        public_text="Klaar.", concluded_by="Mo", reports=1, practices=1, minutes_per_month=1,
    )  # fmt: skip
    await deliver(triage, facts, concluded)
    await deliver(triage, facts, ReportErasedV1(report_id=ids[1], reason=EraseReason.REQUESTED))
    case = await lead.get(f"{QUEUE}/{ids[0]}")
    assert "RW-26-0003" in case.text
    assert "vergelijk/" + str(ids[1]) not in case.text
    assert "vergelijk/" + str(DOSSIER.dossier_id) not in case.text
    async with triage.transaction() as session:
        kept = (await session.scalars(select(Likeness).where(col(Likeness.report_id) == ids[0]))).one()
    assert str(ids[1]) not in str(kept.found)
