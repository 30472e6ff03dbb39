"""Dossiers that become one, are taken apart or split: reports move, numbers add up, nobody is forgotten."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from uuid import UUID

import httpx
import pytest

from services.research.domain import Weight
from services.research.reading.dossier import dossier_page
from services.research.subscribers import facts
from shared import clock
from shared.contracts.research import DossierMergedV1, DossierOpenedV1, DossierReopenedV1, ReportMovedV1
from shared.database import Database
from shared.ids import new_id
from tests.browserlike import post_form, sign_in_as
from tests.builders import a_report_submitted
from tests.facts import deliver, said
from tests.pages import words_of
from tests.research.facts_heard import Databases, a_report_linked, opened_dossier

ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
FIRST, SECOND, THIRD = (f"/team/dossiers/D-26-00{number}" for number in (1, 2, 3))
PRACTICE = new_id()
OUTCOME = {"outcome": "solved", "public_text": "Het hoeft niet meer.", "outcome_reason": "Bevestigd."}


@pytest.fixture
def research(databases: Databases) -> Database:
    return databases("research")


@pytest.fixture
async def ids(client: httpx.AsyncClient, research: Database) -> tuple[UUID, UUID]:
    """Two dossiers with two reports each; one practice has a report under both."""
    shared = [a_report_submitted(practice_id=PRACTICE, minutes_per_month=minutes) for minutes in (90, 30)]
    return await opened_dossier(research, shared[0]), await opened_dossier(research, shared[1])


@pytest.fixture
async def client(client_for: ClientFor, research: Database) -> AsyncIterator[httpx.AsyncClient]:
    with clock.frozen(datetime(2026, 11, 20, 11, 0, tzinfo=UTC)):
        async with client_for("research") as opened:
            await sign_in_as(opened, [research], name="Mo Yilmaz")
            yield opened


async def weights(research: Database, *addresses: str) -> list[Weight]:
    found = []
    for address in addresses:
        async with research.transaction() as session:
            page = await dossier_page(session, address.rpartition("/")[2])
        assert page
        found.append(page.shown.weight)
    return found


async def merged(client: httpx.AsyncClient, into_id: UUID) -> httpx.Response:
    fields = {"into_id": str(into_id), "merge_because": "Het is dezelfde machtiging."}
    with clock.frozen(datetime(2026, 11, 20, 11, 10, tzinfo=UTC)):
        return await post_form(client, f"{FIRST}/samenvoegen", fields, page=FIRST)


async def taken_apart(client: httpx.AsyncClient) -> str:
    with clock.frozen(datetime(2026, 11, 20, 11, 20, tzinfo=UTC)):
        answer = await post_form(client, f"{FIRST}/losmaken", {}, page=FIRST)
    return words_of((await client.get(answer.headers["location"])).text)


async def test_all_reports_go_to_the_other_and_numbers_add_up(
    client: httpx.AsyncClient, research: Database, ids: tuple[UUID, UUID]
) -> None:
    look = words_of((await client.get(f"{FIRST}/samenvoegen")).text)
    assert "2 meldingen gaan naar het andere dossier." in look and "Er gaat nu geen mail uit." in look
    assert (await merged(client, ids[1])).headers["location"] == SECOND
    assert "Dit kan alleen met een dossier dat open is." in words_of(
        (await client.get((await merged(client, ids[1])).headers["location"])).text
    )
    # The practice with a report under both counts once, by its largest estimate.
    assert await weights(research, FIRST, SECOND) == [Weight(0, 0, 0), Weight(4, 3, 60 + 60 + 90)]
    moved = [fact for fact in await said(research) if isinstance(fact, ReportMovedV1)]
    assert [(fact.from_dossier_id, fact.dossier_id) for fact in moved] == [ids, ids]
    assert len([fact for fact in await said(research) if isinstance(fact, DossierMergedV1)]) == 1
    left, kept = [words_of((await client.get(address)).text) for address in (FIRST, SECOND)]
    assert "De meldingen staan nu bij D-26-002" in left and "Open dit dossier weer" not in left
    assert "Voegde D-26-001 hierbij: 2 meldingen. Reden: Het is dezelfde machtiging." in kept
    assert "Samengevoegd" in words_of((await client.get("/team/dossiers?stand=afgesloten")).text)


async def test_a_merge_is_undone_and_what_came_later_stays(
    client: httpx.AsyncClient, research: Database, ids: tuple[UUID, UUID]
) -> None:
    before = await weights(research, FIRST, SECOND)
    await merged(client, ids[1])
    assert "Dit dossier staat weer op zichzelf, met 2 meldingen." in await taken_apart(client)
    assert await weights(research, FIRST, SECOND) == before
    last = (await said(research))[-3:]
    assert isinstance(last[0], DossierOpenedV1) and last[0].dossier_id == ids[0]
    assert [fact.dossier_id for fact in last[1:] if isinstance(fact, ReportMovedV1)] == [ids[0], ids[0]]
    assert not [fact for fact in await said(research) if isinstance(fact, DossierReopenedV1)]
    assert "Dit kan niet meer" in await taken_apart(client)


async def test_a_merge_stays_once_the_other_has_its_outcome(client: httpx.AsyncClient, ids: tuple[UUID, UUID]) -> None:
    await merged(client, ids[1])
    await post_form(client, f"{SECOND}/uitkomst", OUTCOME, page=SECOND)
    await post_form(client, f"{SECOND}/afronden", {"version": "1"})
    assert "Dit kan niet meer: het andere dossier is afgerond" in await taken_apart(client)


async def test_what_is_linked_to_a_merged_dossier_goes_on(
    client: httpx.AsyncClient, research: Database, ids: tuple[UUID, UUID]
) -> None:
    await merged(client, ids[1])
    late = a_report_submitted()
    await deliver(research, facts, late)
    await deliver(research, facts, a_report_linked(report_id=late.report_id, dossier_id=ids[0], opens_dossier=False))
    assert [one.reports for one in await weights(research, FIRST, SECOND)] == [0, 5]
    last = (await said(research))[-1]
    assert isinstance(last, ReportMovedV1) and (last.report_id, last.dossier_id) == (late.report_id, ids[1])


async def test_only_with_another_dossier_that_is_open(client: httpx.AsyncClient, ids: tuple[UUID, UUID]) -> None:
    for wrong in (ids[0], new_id()):
        answer = await merged(client, wrong)
        assert answer.status_code == 422
        assert answer.text.count("Kies een dossier dat nog open is") == 2


async def test_a_dossier_is_split_once(client: httpx.AsyncClient, research: Database, ids: tuple[UUID, UUID]) -> None:
    async with research.transaction() as session:
        page = await dossier_page(session, "D-26-001")
    assert page
    reports = sorted((report.record for report in page.reports), key=lambda report: report.minutes_per_month)
    one, other = (str(report.id) for report in reports)
    url = f"{FIRST}/splitsen/{new_id()}"
    fields: dict[str, str | list[str]] = {"new_title": "Een andere regel", "split_because": "Dit is van een ander."}
    for wrong in ([], [one, other], [one, str(new_id())]):
        answer = await post_form(client, url, {**fields, "report_ids": wrong}, page=FIRST)
        assert answer.status_code == 422
        assert answer.text.count("Kies welke meldingen weggaan.") == 2
    for _ in range(2):
        answer = await post_form(client, url, {**fields, "report_ids": [other]}, page=FIRST)
        assert answer.headers["location"] == THIRD
    assert await weights(research, FIRST, THIRD) == [Weight(1, 1, 60), Weight(1, 1, 90)]
    assert "Opende dit dossier, afgesplitst van D-26-001: 1 melding." in words_of((await client.get(THIRD)).text)
