"""Leads and administrators say how long everything may take."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager

import httpx
import pytest

from services.accounts.log import said as in_words
from services.accounts.repository import audit
from shared.contracts.accounts import TermSetV1
from shared.contracts.vocabulary import Role
from shared.database import Database
from shared.web.navigation import LENGTHS
from tests.accounts.conftest import Add, sign_in
from tests.facts import said
from tests.pages import open_form, send

ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
QUESTION = "triage_question_days"


@pytest.fixture
async def lead(client_for: ClientFor, add_member: Add) -> AsyncIterator[httpx.AsyncClient]:
    await add_member(role=Role.LEAD)
    async with client_for("accounts") as client:
        await sign_in(client)
        yield client


@pytest.fixture
def accounts(databases: Callable[[str], Database]) -> Database:
    return databases("accounts")


async def set_to(accounts: Database) -> list[tuple[str, int, int]]:
    facts = [fact for fact in await said(accounts) if isinstance(fact, TermSetV1)]
    return [(fact.variable, fact.revision, fact.value) for fact in facts]


async def test_what_is_different_is_told_and_written_down(lead: httpx.AsyncClient, accounts: Database) -> None:
    form = await open_form(lead, LENGTHS, LENGTHS)
    for _ in range(2):  # pressed twice
        assert (await send(lead, form, {QUESTION: "10"})).status_code == 303
    assert await set_to(accounts) == [("TRIAGE_QUESTION_DAYS", 1, 10)]
    assert 'value="10"' in (await lead.get(LENGTHS)).text
    async with accounts.transaction() as session:
        newest = (await audit.stretch(session, audit.Wanted(), None, 1))[0]
    assert in_words(newest) == "Termijn ‘Tijd om een vraag te beantwoorden’ veranderd van 14 dagen in 10 dagen"


async def test_who_looked_before_somebody_else_saved_sees_both(lead: httpx.AsyncClient, accounts: Database) -> None:
    early, late = [await open_form(lead, LENGTHS, LENGTHS) for _ in range(2)]
    await send(lead, early, {QUESTION: "10"})
    refused = await send(lead, late, {QUESTION: "12"})
    assert (refused.status_code, "10 dagen" in refused.text, 'value="12"' in refused.text) == (409, True, True)
    assert len(await set_to(accounts)) == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({QUESTION: "0"}, "vul een getal in van 1 tot en met 90"),
        ({QUESTION: "veertien"}, "vul een getal in van 1 tot en met 90"),
        ({QUESTION: "7"}, "maak dit korter dan ‘Tijd om een vraag te beantwoorden’"),
    ],
)
async def test_a_term_that_cannot_be_is_refused(
    lead: httpx.AsyncClient, accounts: Database, typed: dict[str, str | list[str]], sentence: str
) -> None:
    refused = await send(lead, await open_form(lead, LENGTHS, LENGTHS), typed)
    assert (refused.status_code, sentence in refused.text) == (422, True)
    assert await set_to(accounts) == []


async def test_others_may_not(client_for: ClientFor, add_member: Add) -> None:
    await add_member(role=Role.EDITOR)
    async with client_for("accounts") as client:
        await sign_in(client)
        assert (await client.get(LENGTHS)).status_code == 403
