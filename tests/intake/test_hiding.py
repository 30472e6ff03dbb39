"""Somebody of the team hides a piece of a report: looked at first, then gone for good, and the rest is still there."""

import asyncio
import re
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from services.intake.erasure_list import Listed, ListedHiding
from services.intake.handlers import conversation, erasing, hiding
from services.intake.jobs import keep_erasure_list
from services.intake.subscribers import facts
from shared.contracts.hidden import HiddenKind
from shared.contracts.intake import AdditionGivenV1, ReportSubmittedV1, WordsHiddenV1
from shared.contracts.vocabulary import EraseReason, Role
from shared.database import Database
from shared.erasure_list import add_to_list, read_lines
from shared.ids import new_id
from shared.messaging.jobs import JobContext
from tests.browserlike import post_form, settings_for_tests, sign_in_as
from tests.erasing.searching import columns_with
from tests.facts import deliver, said
from tests.intake.filled_in import API_REPORT

Databases = Callable[[str], Database]
ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
SECRET = "Kanarie van der Zaag"
STORY = "Steeds weer een brief over {}, elke week dezelfde."
WORDS = {"titel": f"Brief over {SECRET}", "verhaal": STORY.format(SECRET), "wens": f"Niet meer {SECRET.upper()}."}
CHOSEN = {"stukje": "kanarie van der zaag", "soort": "name"}


@pytest.fixture
def intake(databases: Databases) -> Database:
    return databases("intake")


async def _sent(client: httpx.AsyncClient, intake: Database) -> tuple[UUID, str]:
    """A report in which the secret stands, also in what was added: its id and the address of the page to hide on."""
    answer = await client.post("/api/v1/meldingen", json=API_REPORT | WORDS, headers={"Idempotency-Key": "sleutel"})
    assert answer.status_code == 201, answer.text
    (report,) = (fact for fact in await said(intake) if isinstance(fact, ReportSubmittedV1))
    await deliver(intake, facts, report)
    async with intake.transaction() as session:
        await conversation.add(session, report.report_id, new_id(), f"En ook {SECRET} belde.")
    return report.report_id, f"/team/meldingen/{report.report_id}/verbergen"


async def _look(client: httpx.AsyncClient, page: str, typed: Mapping[str, str] = CHOSEN) -> httpx.Response:
    return await post_form(client, page, typed)


async def _hide(client: httpx.AsyncClient, page: str, asked: httpx.Response) -> httpx.Response:
    found = dict(re.findall(r'name="(stukje|soort|nummer)" value="([^"]*)"', asked.text))
    return await post_form(client, page, {**found, "actie": "verbergen"})


async def test_a_piece_is_shown_first_and_then_gone_everywhere(
    client_for: ClientFor, intake: Database, database_url: str
) -> None:
    async with client_for("intake") as client:
        report_id, page = await _sent(client, intake)
        await sign_in_as(client, [intake], Role.RESEARCHER)
        before = await said(intake)
        asked = await _look(client, page)
        assert asked.status_code == 200
        assert STORY.format("[verwijderd]") in asked.text
        assert "Niet meer [verwijderd]." in asked.text
        assert await said(intake) == before
        done = await _hide(client, page, asked)
        assert (done.status_code, done.headers["location"]) == (303, page)
        shown = (await client.get(page)).text
    assert "Een naam: door Sanne de Vries" in shown
    assert columns_with(database_url, SECRET) == []
    assert columns_with(database_url, "zaag") == []
    assert {"intake.reports.content", "intake.outbox.body"} <= set(
        columns_with(database_url, "[verwijderd], elke week")
    )
    (hidden,) = (fact for fact in await said(intake) if isinstance(fact, WordsHiddenV1))
    assert (hidden.report_id, hidden.kind, hidden.words) == (report_id, HiddenKind.NAME, 4)
    assert hidden.hidden_by == "Sanne de Vries"
    (added,) = (fact for fact in await said(intake) if isinstance(fact, AdditionGivenV1))
    assert added.text == "En ook [verwijderd] belde."


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"stukje": "Iemand anders", "soort": "name"}, "Dit staat niet in de melding"),
        ({"stukje": "...", "soort": "name"}, "Dit staat niet in de melding"),
        ({"stukje": "", "soort": "name"}, "Vul in welk stukje weg moet"),
        ({"stukje": SECRET, "soort": ""}, "Kies wat het is"),
    ],
)
async def test_what_cannot_be_hidden_is_said(
    client_for: ClientFor, intake: Database, typed: dict[str, str], sentence: str
) -> None:
    async with client_for("intake") as client:
        _, page = await _sent(client, intake)
        await sign_in_as(client, [intake])
        answer = await _look(client, page, typed)
    assert (answer.status_code, sentence in answer.text) == (422, True)


async def test_who_is_not_sure_goes_back_to_what_was_typed(client_for: ClientFor, intake: Database) -> None:
    async with client_for("intake") as client:
        _, page = await _sent(client, intake)
        await sign_in_as(client, [intake])
        answer = await post_form(client, page, {**CHOSEN, "actie": "aanpassen"})
    assert (answer.status_code, f'value="{CHOSEN["stukje"]}"' in answer.text) == (200, True)


@pytest.mark.parametrize("role", [Role.READER, Role.EDITOR, Role.ADMINISTRATOR])
async def test_who_does_not_decide_hides_nothing(
    client_for: ClientFor, intake: Database, database_url: str, role: Role
) -> None:
    async with client_for("intake") as client:
        _, page = await _sent(client, intake)
        await sign_in_as(client, [intake], role)
        assert (await client.get(page)).status_code == 403
        sure = {**CHOSEN, "nummer": str(new_id()), "actie": "verbergen"}
        assert (await post_form(client, page, sure, page="/melden/1")).status_code == 403
    assert "intake.reports.content" in columns_with(database_url, SECRET)


async def test_pressed_twice_and_two_people_at_once_hide_it_once(client_for: ClientFor, intake: Database) -> None:
    async with client_for("intake") as client:
        _, page = await _sent(client, intake)
        await sign_in_as(client, [intake])
        one, other = await _look(client, page), await _look(client, page)
        answers = await asyncio.gather(*(_hide(client, page, asked) for asked in (one, one, other)))
    assert sorted(answer.status_code for answer in answers) in ([303, 303, 422], [303, 422, 422])
    assert len([fact for fact in await said(intake) if isinstance(fact, WordsHiddenV1)]) == 1


async def test_the_same_key_of_a_machine_still_gives_the_same_report(client_for: ClientFor, intake: Database) -> None:
    async with client_for("intake") as client:
        _, page = await _sent(client, intake)
        await sign_in_as(client, [intake])
        await _hide(client, page, await _look(client, page))
        keyed = {"Idempotency-Key": "sleutel"}
        again = await client.post("/api/v1/meldingen", json=API_REPORT | WORDS, headers=keyed)
    assert (again.status_code, again.json()["kenmerk"]) == (201, "RW-26-0001")


async def test_what_was_hidden_can_be_erased_and_then_there_is_nothing_to_hide(
    client_for: ClientFor, intake: Database, database_url: str
) -> None:
    async with client_for("intake") as client:
        report_id, page = await _sent(client, intake)
        await sign_in_as(client, [intake])
        await _hide(client, page, await _look(client, page))
        async with intake.transaction() as session:
            await erasing.erase(session, report_id, EraseReason.REQUESTED, "Sanne")
        assert (await client.get(page)).status_code == 410
    assert columns_with(database_url, "[verwijderd]") == []


async def test_the_list_hides_again_what_a_backup_still_has(
    client_for: ClientFor, intake: Database, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "erasures.jsonl"
    monkeypatch.setenv("INTAKE_ERASURE_LIST", str(path))
    context = JobContext(intake, settings_for_tests())
    async with client_for("intake") as client:
        report_id, page = await _sent(client, intake)
        async with intake.transaction() as session:
            await hiding.hide(session, report_id, new_id(), SECRET, HiddenKind.OTHER, "Sanne")
            (listed,) = await hiding.not_in(session, [])
            await session.rollback()
        assert columns_with(database_url, SECRET)
        add_to_list(path, [listed])
        assert "zaag" not in path.read_text().lower()
        await keep_erasure_list(context)
        assert columns_with(database_url, SECRET) == []
        await sign_in_as(client, [intake])
        assert "Iets anders over een patiënt: door Lijst van wissingen" in (await client.get(page)).text
    await keep_erasure_list(context)
    assert (read_lines(path, ListedHiding), read_lines(path, Listed)) == ([listed], [])


async def test_who_hid_what_stays_written(client_for: ClientFor, intake: Database) -> None:
    async with client_for("intake") as client:
        _, page = await _sent(client, intake)
        await sign_in_as(client, [intake])
        await _hide(client, page, await _look(client, page))
    for change in ("update hidings set hidden_by = 'een ander'", "delete from hidings"):
        with pytest.raises(DBAPIError, match="only grows"):
            async with intake.transaction() as session:
                await session.execute(text(change))
