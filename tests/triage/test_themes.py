"""What a case is about: proposed from what it resembles, chosen by the team, and a filter of the queue."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager
from typing import Any
from uuid import UUID

import httpx
import pytest

from services.triage import repository
from services.triage.subscribers import facts
from shared.contracts.knowledge import ThemeListedV1
from shared.contracts.likeness import KnownKind
from shared.contracts.vocabulary import Role, Theme
from shared.database import Database
from shared.ids import new_id
from shared.themes.following import read_themes
from shared.themes.standing import STANDING
from tests.browserlike import sign_in_as
from tests.builders import an_item_published
from tests.facts import deliver
from tests.pages import open_form, send, submit
from tests.triage.queueing import QUEUE, in_queue, listed, resembles

ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]


@pytest.fixture(autouse=True)
def as_at_first() -> Iterator[None]:
    yield
    STANDING.take({})


@pytest.fixture
def triage(databases: Callable[[str], Database]) -> Database:
    return databases("triage")


@pytest.fixture
async def lead(client_for: ClientFor, triage: Database) -> AsyncIterator[httpx.AsyncClient]:
    async with client_for("triage") as client:
        await sign_in_as(client, [triage])
        yield client


async def _theme(triage: Database, report_id: UUID) -> tuple[str | None, bool]:
    async with triage.transaction() as session:
        case = await repository.case(session, report_id)
    assert case
    return case.theme, case.theme_chosen


async def _choose(client: httpx.AsyncClient, report_id: UUID, theme: str) -> httpx.Response:
    return await submit(client, f"{QUEUE}/{report_id}", "/thema", {"theme": theme})


async def test_it_is_proposed_from_what_the_case_resembles_most(triage: Database) -> None:
    item, dossier_id = an_item_published(theme=Theme.MEDICATION), new_id()
    await deliver(triage, facts, item)
    linked: dict[str, Any] = {"state": "linked", "dossier_id": dossier_id}
    for number, theme in ((1, Theme.HOME_CARE), (2, Theme.LAB_DIAGNOSTICS), (3, Theme.LAB_DIAGNOSTICS)):
        await in_queue(triage, number, {**linked, "theme": theme.value})
    new = await in_queue(triage, 4)
    assert await _theme(triage, new) == (None, False)
    for dossier, answer, theme in ((0.6, 0.8, Theme.MEDICATION), (0.8, 0.6, Theme.LAB_DIAGNOSTICS)):
        await resembles(
            triage, new, (KnownKind.REPORT, new_id(), 0.9), (KnownKind.DOSSIER, dossier_id, dossier),
            (KnownKind.AGREEMENT, item.item_id, answer),
        )  # fmt: skip
        assert await _theme(triage, new) == (theme, False)
    # Who joins a report is about what that is about, as soon as somebody said so.
    await in_queue(triage, 5, {"theme": "medication", "theme_chosen": True}, report_id=(chosen := new_id()))
    joined = await in_queue(triage, 6, joins_report=chosen)
    assert await _theme(triage, joined) == (Theme.MEDICATION, False)


async def test_what_the_team_chooses_stays_and_filters_the_queue(lead: httpx.AsyncClient, triage: Database) -> None:
    item = an_item_published(theme=Theme.MEDICATION)
    await deliver(triage, facts, item)
    report_id = await in_queue(triage, 1)
    await in_queue(triage, 2)
    await resembles(triage, report_id, (KnownKind.AGREEMENT, item.item_id, 0.8))
    assert "Voorstel, omdat" in (await lead.get(f"{QUEUE}/{report_id}")).text
    await _choose(lead, report_id, Theme.HOME_CARE.value)
    await resembles(triage, report_id, (KnownKind.AGREEMENT, item.item_id, 0.9))
    assert await _theme(triage, report_id) == (Theme.HOME_CARE, True)
    case = await lead.get(f"{QUEUE}/{report_id}")
    assert "Thema: Thuiszorg." in case.text
    assert "Voorstel, omdat" not in case.text
    assert listed(await lead.get(QUEUE, params={"thema": "home_care"})) == [1]
    assert listed(await lead.get(QUEUE, params={"thema": "medication"})) == []
    assert "Thuiszorg" in (await lead.get(f"{QUEUE}/lijst.csv")).text


async def test_nobody_overwrites_what_a_colleague_just_chose(
    lead: httpx.AsyncClient, client_for: ClientFor, triage: Database
) -> None:
    report_id = await in_queue(triage, 1)
    seen = await open_form(lead, f"{QUEUE}/{report_id}", "/thema")
    await _choose(lead, report_id, Theme.HOME_CARE.value)
    for late, said in (("medication", "Een collega koos net een ander thema: Thuiszorg."), ("x", "Kies een thema uit")):
        await send(lead, seen, {"theme": late})
        case = await lead.get(f"{QUEUE}/{report_id}")
        assert said in case.text
        assert case.text.count("Thema: Thuiszorg.") == 1
    assert await _theme(triage, report_id) == (Theme.HOME_CARE, True)
    async with client_for("triage") as reader:
        await sign_in_as(reader, [triage], role=Role.READER)
        assert "Bewaar thema" not in (await reader.get(f"{QUEUE}/{report_id}")).text


async def _heard(triage: Database, *facts_heard: ThemeListedV1) -> None:
    for fact in facts_heard:
        await deliver(triage, facts, fact)
    await read_themes({"triage": triage})


async def test_a_theme_of_the_team_is_proposed_chosen_and_looked_for(lead: httpx.AsyncClient, triage: Database) -> None:
    palliative = ThemeListedV1(theme_id=new_id(), code="palliative", revision=1, label="Palliatieve zorg")
    renamed = palliative.model_copy(update={"revision": 2, "label": "Laatste levensfase"})
    await _heard(triage, renamed, palliative)
    item = an_item_published(theme=Theme.OTHER, theme_code="palliative")
    await deliver(triage, facts, item)
    report_id = await in_queue(triage, 1)
    await resembles(triage, report_id, (KnownKind.AGREEMENT, item.item_id, 0.8))
    assert await _theme(triage, report_id) == ("palliative", False)
    await _choose(lead, report_id, "palliative")
    assert "Thema: Laatste levensfase." in (await lead.get(f"{QUEUE}/{report_id}")).text
    queue = await lead.get(QUEUE, params={"thema": "palliative"})
    assert (listed(queue), "Palliatieve zorg" in queue.text) == ([1], False)


async def test_what_has_a_theme_that_is_retired_keeps_it(lead: httpx.AsyncClient, triage: Database) -> None:
    await _heard(triage, ThemeListedV1(theme_id=new_id(), code="home_care", revision=1, label="Thuis", retired=True))
    old = await in_queue(triage, 1, {"theme": "home_care", "theme_chosen": True})
    new = await in_queue(triage, 2)
    await resembles(triage, new, (KnownKind.REPORT, old, 0.8))
    assert await _theme(triage, new) == (None, False)
    for report_id, may_have_it in ((old, True), (new, False)):
        assert ('value="home_care"' in (await lead.get(f"{QUEUE}/{report_id}")).text) is may_have_it
    found = await lead.get(QUEUE, params={"thema": "home_care"})
    assert (listed(found), "Thuis (niet meer in gebruik)" in found.text) == ([1], True)
