"""What a reporter adds is read with the report, under the dossier it hangs under."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager

import httpx
import pytest

from services.research.subscribers import facts
from shared.contracts.intake import AdditionGivenV1, ReportErasedV1
from shared.contracts.vocabulary import EraseReason
from shared.contracts.words import GONE
from shared.database import Database
from shared.ids import new_id
from tests.browserlike import sign_in_as
from tests.builders import a_report_submitted
from tests.facts import deliver
from tests.pages import words_of
from tests.research.facts_heard import Databases, opened_dossier

ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
HERE = "/team/dossiers/D-26-001"
REPORT = a_report_submitted()
TEXT = "Vandaag vroeg ook de tweede leverancier erom."
ADDED = AdditionGivenV1(report_id=REPORT.report_id, addition_id=new_id(), text=TEXT)


@pytest.fixture
def research(databases: Databases) -> Database:
    return databases("research")


@pytest.fixture
async def client(client_for: ClientFor, research: Database) -> AsyncIterator[httpx.AsyncClient]:
    async with client_for("research") as opened:
        await sign_in_as(opened, [research], name="Mo Yilmaz")
        yield opened


@pytest.mark.parametrize("is_early", [False, True])
async def test_it_stands_with_its_report_once_whenever_it_is_heard(
    client: httpx.AsyncClient, research: Database, is_early: bool
) -> None:
    if is_early:
        await deliver(research, facts, ADDED)
    await opened_dossier(research, REPORT)
    await deliver(research, facts, ADDED, times=2)
    page = words_of((await client.get(HERE)).text)
    assert page.count(TEXT) == 1
    assert "Toegevoegd op" in page


async def test_it_goes_with_the_report(client: httpx.AsyncClient, research: Database) -> None:
    await opened_dossier(research, REPORT)
    await deliver(research, facts, ADDED)
    await deliver(research, facts, ReportErasedV1(report_id=REPORT.report_id, reason=EraseReason.REQUESTED))
    page = words_of((await client.get(HERE)).text)
    assert TEXT not in page
    assert GONE in page
