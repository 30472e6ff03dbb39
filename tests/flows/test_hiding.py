"""A secret word in every text about a report goes through the whole system; hidden it is nowhere, all else stays."""

import asyncio

import httpx
import pytest

from services.intake.erasure_list import ListedHiding
from shared.erasure_list import read_lines
from tests.erasing.searching import columns_with, files_with, ids_of
from tests.flows.spread import PATIENCE_SECONDS, left_of, talked_about, told
from tests.pages import forms_in, send, submit
from tests.practice import an_address, report_by_api
from tests.system import RunningSystem
from tests.team import case_of, page_once

# A word that no other test types.
SECRET = "Porseleinhoen"
CHOSEN = {"stukje": SECRET.lower(), "soort": "name"}


@pytest.mark.timeout(240)
async def test_a_hidden_piece_is_nowhere_and_the_rest_is_there(
    running_system: RunningSystem, practice: httpx.AsyncClient, lead: httpx.AsyncClient
) -> None:
    sent = await report_by_api(practice, an_address(), **told(SECRET))
    await talked_about(practice, lead, sent, SECRET)
    database, store = running_system.variables["DATABASE_URL"], running_system.folder / "nats"
    # What is on its way to an organisation goes an hour later.
    facts = next(store.rglob("streams/FACTS"))
    assert {column.partition(".")[0] for column in columns_with(database, SECRET)} == {
        "intake", "triage", "research", "escalation", "notifier",
    }  # fmt: skip
    assert files_with(facts, SECRET)

    case = await case_of(lead, sent.reference)
    page = f"/team/meldingen/{case.rpartition('/')[2]}/verbergen"
    asked = await submit(lead, page, "/verbergen", CHOSEN)
    assert "Wil je dit voorgoed verbergen?" in asked.text
    (sure,) = [form for form in forms_in(asked.text) if form.action.endswith("/verbergen")]
    done = await send(lead, sure, {"actie": "verbergen"})
    assert done.status_code == 303, done.text

    assert await left_of(SECRET, database, facts) == []
    after = await page_once(lead, case, "Verborg in de melding: een naam.")
    for words in ("Elke week vraagt de leverancier om [verwijderd].", "Vraag gesteld", "[verwijderd] is een vogel."):
        assert words in after
    status = (await practice.get(sent.status_page)).text
    assert "Nooit meer [verwijderd]." in status
    assert "Ons team haalde een stukje weg" in status
    (report_id,) = ids_of(database, sent.reference)
    erasures = running_system.folder / "erasures.jsonl"
    async with asyncio.timeout(PATIENCE_SECONDS):
        while report_id not in [one.report_id for one in read_lines(erasures, ListedHiding)]:
            await asyncio.sleep(0.5)
    for place in (erasures.parent / "logs", erasures.parent / "run"):
        assert files_with(place, SECRET) == []
