"""A secret word in every text that people type goes through the whole system, and is found nowhere after the erasure.

The mailbox is left out: what was delivered there is the receiver's.
"""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

import httpx
import pytest

from services.intake.erasure_list import Listed
from shared.erasure_list import read_lines
from tests.erasing.searching import columns_with, files_with, ids_of
from tests.flows.spread import PATIENCE_SECONDS, left_of, talked_about, told
from tests.mailbox import Mailbox
from tests.pages import submit
from tests.practice import REPORTS, Sent, an_address, api_report
from tests.system import RunningSystem
from tests.team import Fields, case_of, decide, dossier_of

# A word that no other test types.
SECRET = "Zilverplevier"
WORDS = {**told(SECRET), "naam": f"Noor {SECRET}", "praktijk": f"Praktijk {SECRET}"}


async def _report(practice: httpx.AsyncClient) -> Sent:
    address = an_address().replace("praktijk", SECRET.lower())
    keyed = {"Idempotency-Key": f"{SECRET} {address}"}
    answer = await practice.post(REPORTS, json=api_report(address, **WORDS), headers=keyed)
    assert answer.status_code == 201, answer.text
    return Sent(answer.json()["kenmerk"], httpx.URL(answer.json()["statusUrl"]).path, address)


async def _linked(lead: httpx.AsyncClient, sent: Sent) -> None:
    case = await case_of(lead, sent.reference)
    named: Fields = {"dossier_title": "Verklaringen voor hulpmiddelen", "reason": f"Het gaat om {SECRET}."}
    await decide(lead, case, "open_dossier", named)
    await dossier_of(lead, case)


def _reasons(erasures: Path, ours: Sequence[UUID]) -> list[str]:
    return [one.reason for one in read_lines(erasures, Listed) if one.report_id in ours]


@pytest.mark.timeout(240)
async def test_after_an_erasure_the_words_are_nowhere(
    running_system: RunningSystem, practice: httpx.AsyncClient, lead: httpx.AsyncClient, mailbox: Mailbox
) -> None:
    by_reporter, by_team = await _report(practice), await _report(practice)
    await talked_about(practice, lead, by_reporter, SECRET)
    await _linked(lead, by_team)
    await mailbox.mail_to(by_reporter.email, "Je vraagt ons om je melding weer te openen")
    await submit(practice, "/mijn-meldingen", "/mijn-meldingen", {"email": by_reporter.email})
    await mailbox.mail_to(by_reporter.email, "Bekijk je meldingen")
    database, store = running_system.variables["DATABASE_URL"], running_system.folder / "nats"
    assert {column.partition(".")[0] for column in columns_with(database, SECRET)} == {
        "intake", "triage", "research", "escalation", "notifier",
    }  # fmt: skip
    assert files_with(store, SECRET)

    done = await submit(practice, f"{by_reporter.status_page}/wissen", "/wissen", {"zeker": "ja"})
    assert done.status_code == 303, done.text
    assert "is erased" in running_system.command("erase", by_team.reference, "--reason=mistake", "--by=Sanne", "--yes")

    erasures = running_system.folder / "erasures.jsonl"
    ours = ids_of(database, by_reporter.reference, by_team.reference)
    assert await left_of(SECRET, database, store) == []
    async with asyncio.timeout(PATIENCE_SECONDS):
        while len(_reasons(erasures, ours)) < 2:
            await asyncio.sleep(0.5)
    assert _reasons(erasures, ours) == ["requested", "mistake"]
    for place in (running_system.folder / "logs", running_system.folder / "run"):
        assert files_with(place, SECRET) == []
    assert SECRET not in erasures.read_text()

    for sent in (by_reporter, by_team):
        page = await practice.get(sent.status_page)
        assert (page.status_code, "Je melding is gewist" in page.text) == (410, True)
        assert SECRET not in page.text
        queue = (await lead.get(f"/team/triage?lijst=afgehandeld&q={sent.reference}")).text
        assert "(gewist)" in queue
