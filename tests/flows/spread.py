"""A secret word in every text that people type about a report, and where it is left afterwards."""

import asyncio
import time
from pathlib import Path

import httpx

from tests.erasing.searching import columns_with, files_with
from tests.pages import link_named, open_form, submit
from tests.practice import Sent, an_address
from tests.team import Fields, case_of, decide, page_once

PATIENCE_SECONDS = 60


def told(secret: str) -> dict[str, str]:
    """What a practice writes."""
    return {
        "titel": f"Verklaring voor {secret}",
        "verhaal": f"Elke week vraagt de leverancier om {secret}.",
        "organisatie": f"Leverancier {secret}",
        "eigenStappenResultaat": f"Ze noemden {secret}.",
        "wens": f"Nooit meer {secret}.",
    }


def _package(secret: str) -> Fields:
    return {
        "category": "request",
        "title": f"Verklaring voor {secret}",
        "asked_text": f"Een verklaring over {secret}.",
        "asked_by": f"Leverancier {secret}",
        "recorded_text": f"Nergens staat {secret}.",
        "contradiction": f"De polis noemt {secret} niet.",
        "tried": f"Wij belden over {secret}.",
        "wanted": f"Schaf {secret} af.",
        "contact_name": "Contactpersoon",
    }


async def talked_about(practice: httpx.AsyncClient, lead: httpx.AsyncClient, sent: Sent, secret: str) -> None:
    """Asked, answered, handed over, answered by the body, closed, and asked to reopen."""
    case = await case_of(lead, sent.reference)
    reason: Fields = {"reason": f"Dit lijkt op {secret}."}
    await decide(lead, case, "question", {"question": f"Wie is {secret}?", **reason})
    await page_once(practice, sent.status_page, "Jij bent aan zet")
    await submit(practice, sent.status_page, "/antwoord", {"antwoord": f"{secret} is een vogel."})
    await page_once(lead, case, "is een vogel")
    form = await open_form(lead, case, "/beslissing")
    body = form.code_of("handover_party_id", "Huisartsen Interventie Team")
    await decide(lead, case, "handover", {"handover_party_id": body, **reason})
    await _handed_over(lead, secret)
    await page_once(practice, sent.status_page, f"Ook {secret} telt")
    await decide(lead, case, "close", {"close_reason": "too_little", "tip": f"Let op {secret}.", **reason})
    await page_once(practice, sent.status_page, "Heropen mijn melding")
    await submit(practice, sent.status_page, "/heropenen", {"reden": f"{secret} is terug."})
    await page_once(lead, case, "is terug")


async def _handed_over(lead: httpx.AsyncClient, secret: str) -> None:
    title = f"Verklaring voor {secret}"
    handover = link_named(await page_once(lead, "/team/doorzetten", title), title)
    written = await submit(lead, f"{handover}/tekst", "/tekst", {**_package(secret), "contact_email": an_address()})
    assert written.status_code == 303, written.text
    await submit(lead, f"{handover}/versturen", "/versturen", {"no_names": "ja", "read_through": "ja"})
    await page_once(lead, handover, "Mail: verstuurd")
    answer: Fields = {"answer": "refused", "public_text": f"Ook {secret} telt."}
    assert (await submit(lead, handover, "/antwoord", answer)).status_code == 303


async def left_of(secret: str, database: str, store: Path) -> list[str]:
    """Where the secret still is when patience ends; nowhere, as soon as that is so."""
    give_up_at = time.monotonic() + PATIENCE_SECONDS
    while left := columns_with(database, secret) + files_with(store, secret):
        if time.monotonic() > give_up_at:
            break
        await asyncio.sleep(0.5)
    return left
