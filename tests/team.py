"""A member of the team who uses a running system."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from services.accounts.demo import DEMO_PASSWORD
from tests.pages import link_to, submit
from tests.practice import visitor

SIGN_IN = "/team/inloggen"
PATIENCE_SECONDS = 45
Fields = dict[str, str | list[str]]


@asynccontextmanager
async def member(url: str, who: str = "lead") -> AsyncIterator[httpx.AsyncClient]:
    """Somebody of the team with a browser, signed in."""
    async with visitor(url) as client:
        typed: Fields = {"e-mailadres": f"{who}@demo.regelwijzer.nl", "wachtwoord": DEMO_PASSWORD}
        answer = await submit(client, SIGN_IN, SIGN_IN, typed)
        assert answer.status_code == 303, answer.text
        yield client


async def page_once(client: httpx.AsyncClient, address: str, words: str) -> str:
    """A page as soon as it holds these words. Raises TimeoutError."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while words not in (found := (await client.get(address)).text):
            await asyncio.sleep(0.05)
    return found


async def case_of(client: httpx.AsyncClient, reference: str) -> str:
    """The address of the case on a report, once it stands in the queue."""
    queue = await page_once(client, f"/team/triage?lijst=alle-open&q={reference}", 'class="t"')
    return re.sub(r"[?#].*", "", link_to(queue, "/team/triage/[0-9a-f-]{36}"))


async def dossier_of(client: httpx.AsyncClient, case: str) -> str:
    """The address of the dossier a case hangs under, once it does; its page links those it resembles as well."""
    shown = await page_once(client, case, 'id="dossier">Dossier</h2><p><a ')
    return link_to(shown.partition('id="dossier"')[2], "/team/dossiers/D-")


async def decide(client: httpx.AsyncClient, case: str, decision: str, fields: Fields) -> None:
    """Decide about a case and see that it is saved."""
    chosen: Fields = {"decision": decision, "reason": "Zo besloten in het overleg.", **fields}
    answer = await submit(client, case, "/beslissing", chosen)
    assert answer.status_code == 303, answer.text
    assert "Opgeslagen." in (await client.get(answer.headers["location"])).text
