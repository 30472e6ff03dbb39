"""A practice that uses a running system: by form and by machine, as anybody from outside can."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any

import httpx

from tests.intake.filled_in import API_REPORT, STEP_ANSWERS
from tests.pages import submit

REPORTS = "/api/v1/meldingen"
PATIENCE_SECONDS = 30
_numbers = count(1)


@dataclass(frozen=True)
class Sent:
    """A report that was taken in."""

    reference: str
    status_page: str
    email: str


def an_address() -> str:
    """An address nobody else in this run has."""
    return f"praktijk-{next(_numbers)}@denkbeeldig.example"


@asynccontextmanager
async def visitor(url: str) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody with a browser of their own."""
    async with httpx.AsyncClient(base_url=url, timeout=PATIENCE_SECONDS, trust_env=False) as client:
        yield client


def form_answers(email: str) -> list[dict[str, str | list[str]]]:
    """What this practice fills in, per step."""
    return [answers | {"email": email} if "email" in answers else answers for answers in STEP_ANSWERS]


def api_report(email: str, **changes: Any) -> dict[str, Any]:
    """The same for machines."""
    return API_REPORT | {"email": email} | changes


async def fill_in(client: httpx.AsyncClient, email: str, *, steps: int = 5) -> httpx.Response:
    """Go through the steps of the form; the answer to the last one."""
    for number, answers in enumerate(form_answers(email)[:steps], 1):
        answer = await submit(client, f"/melden/{number}", f"/melden/{number}", answers)
        assert answer.status_code == 303, answer.text
    return answer


async def report_by_form(client: httpx.AsyncClient, email: str) -> Sent:
    """Report in five steps; reads number and link on the confirmation."""
    await submit(client, "/melden", "/melden", {})
    sent = await fill_in(client, email)
    return await read_confirmation(client, sent.headers["location"], email)


async def read_confirmation(client: httpx.AsyncClient, address: str, email: str) -> Sent:
    """What the confirmation says."""
    found = re.search(r"RW-\d\d-\d{4}", (await client.get(address)).text)
    assert found
    return Sent(found.group(), address.removesuffix("/bevestiging"), email)


async def report_by_api(client: httpx.AsyncClient, email: str, **changes: Any) -> Sent:
    """Report as a machine does."""
    answer = await client.post(REPORTS, json=api_report(email, **changes))
    assert answer.status_code == 201, answer.text
    receipt = answer.json()
    return Sent(receipt["kenmerk"], httpx.URL(receipt["statusUrl"]).path, email)
