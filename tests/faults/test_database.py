"""The database goes away."""

import asyncio
import signal

import httpx
import pytest

from tests.mailbox import Mailbox
from tests.pace import at_leisure
from tests.pages import forms_in, open_form, send, submit, words_of
from tests.practice import REPORTS, an_address, api_report, fill_in, form_answers, read_confirmation, report_by_api
from tests.system import RunningSystem
from tests.workers import until

pytestmark = pytest.mark.faults

# Whoever waits gets an answer, not a browser that keeps turning.
ANSWER_SECONDS = at_leisure(5)
SERVE_AGAIN_SECONDS = at_leisure(10)


async def test_while_the_database_is_away_nothing_is_promised_and_afterwards_nothing_is_lost(
    system: RunningSystem, practice: httpx.AsyncClient, mailbox: Mailbox
) -> None:
    before, address = an_address(), an_address()
    await report_by_api(practice, before)
    await fill_in(practice, address, steps=3)
    form = await open_form(practice, "/melden/4", "/melden/4")
    with system.without("postgres", signal.SIGINT):
        async with asyncio.timeout(ANSWER_SECONDS):
            refused = await send(practice, form, form_answers(address)[3])
        async with asyncio.timeout(ANSWER_SECONDS):
            by_machine = await practice.post(REPORTS, json=api_report(address))
        assert system.status("/health/live") == 200
        assert system.status("/health/ready") == 503
    assert (refused.status_code, by_machine.status_code) == (503, 503)
    assert by_machine.headers["content-type"] == "application/problem+json"
    assert "Je tekst is bewaard" not in words_of(refused.text)
    assert "Wat je invulde, staat nog in deze pagina" in words_of(refused.text)

    async def is_back() -> bool:
        return (await practice.get("/melden/4")).status_code == 200

    await until(is_back, at_most=SERVE_AGAIN_SECONDS)
    (offered,) = [form for form in forms_in(refused.text) if form.action == "/melden/4"]
    assert (await send(practice, offered, {})).headers["location"] == "/melden/5"
    sent = await submit(practice, "/melden/5", "/melden/5", form_answers(address)[4])
    await read_confirmation(practice, sent.headers["location"], address)
    await mailbox.mail_to(address)
    await mailbox.mail_to(before)
    assert len(await mailbox.mails(address)) == 1
    assert len(await mailbox.mails(before)) == 1
