"""PostgreSQL is away, slow, full or locked: nothing is promised that is not kept, and everybody gets an answer."""

import asyncio
import time
from collections.abc import Awaitable

import httpx
import pytest

from tests.faults import postgres_faults as faults
from tests.faults.apart import Apart
from tests.faults.ledger import insist, post, took_each_once
from tests.mailbox import Mailbox
from tests.pace import at_leisure
from tests.pages import Form, forms_in, open_form, send, words_of
from tests.practice import an_address, fill_in, form_answers, read_confirmation, report_by_api
from tests.workers import until

pytestmark = pytest.mark.faults

ANSWER_SECONDS = at_leisure(5)
SERVE_AGAIN_SECONDS = at_leisure(10)
# Nothing waits so long; a busy machine may.
SETTLE_SECONDS = 60
BURST = 12

ALL = [
    faults.away,
    faults.black_hole,
    faults.slow,
    faults.locked,
    faults.read_only,
    faults.out_of_space,
]


async def _timed(answer: Awaitable[httpx.Response]) -> tuple[httpx.Response, float]:
    begun = time.monotonic()
    return await answer, time.monotonic() - begun


async def _open_last_step(desk: httpx.AsyncClient, address: str) -> Form:
    await fill_in(desk, address, steps=4)
    return await open_form(desk, "/melden/5", "/melden/5")


def _offered_again(page: httpx.Response) -> Form:
    (form,) = [form for form in forms_in(page.text) if form.action == "/melden/5"]
    return form


@pytest.mark.parametrize("fault", ALL, ids=lambda fault: fault.__name__)
async def test_while_postgresql_fails_everybody_gets_an_answer_and_afterwards_each_report_is_there_once(
    parts: Apart, desk: httpx.AsyncClient, mailbox: Mailbox, fault: faults.Fault
) -> None:
    before, by_form, by_api = an_address(), an_address(), an_address()
    form = await _open_last_step(desk, by_form)
    with fault(parts, faults.WORKER):
        await report_by_api(desk, before)
        with fault(parts, faults.WEB):
            others = [post(desk, address) for address in [by_api, *(an_address() for _ in range(BURST))]]
            sent = [send(desk, form, form_answers(by_form)[4]), *others]
            answers = await asyncio.gather(*map(_timed, sent))
            assert parts.status("/health/live") == 200
    assert {answer.status_code for answer, _ in answers} == {503}
    assert all(answer.headers["Retry-After"] == "30" for answer, _ in answers)
    assert max(seconds for _, seconds in answers) < ANSWER_SECONDS
    refused = answers[0][0]
    assert "Wat je invulde, staat nog in deze pagina" in words_of(refused.text)

    async def is_served() -> bool:
        again = await send(desk, _offered_again(refused), {})
        return again.status_code == 303

    await until(is_served, at_most=SERVE_AGAIN_SECONDS)
    await insist(desk, by_api)
    await until(lambda: took_each_once(parts, [before, by_form, by_api]), at_most=SETTLE_SECONDS)
    for address in (before, by_form, by_api):
        assert len(await mailbox.mails(address)) == 1
    assert parts.parked() == 0
    assert parts.worker.lives()


@pytest.mark.parametrize("answered", [False, True], ids=["before PostgreSQL saw it", "after PostgreSQL did it"])
async def test_a_connection_cut_in_the_commit_makes_one_report_when_it_is_sent_again(
    parts: Apart, desk: httpx.AsyncClient, mailbox: Mailbox, answered: bool
) -> None:
    by_form, by_api = an_address(), an_address()
    form = await _open_last_step(desk, by_form)
    trap = parts.web_database.cut_at(b"COMMIT", answered=answered, carried=by_form.encode())
    page = await send(desk, form, form_answers(by_form)[4])
    assert trap.sprung.is_set()
    trap = parts.web_database.cut_at(b"COMMIT", answered=answered, carried=by_api.encode())
    problem = await post(desk, by_api)
    assert trap.sprung.is_set()
    assert (page.status_code, problem.status_code) == (503, 503)
    assert await took_each_once(parts, [by_form, by_api]) is False

    again = await send(desk, _offered_again(page), {})
    assert again.status_code == 303
    sent = await read_confirmation(desk, again.headers["location"], by_form)
    receipt = await insist(desk, by_api)
    await until(lambda: took_each_once(parts, [by_form, by_api]), at_most=SETTLE_SECONDS)
    assert sent.reference in (await mailbox.mail_to(by_form)).everything
    assert receipt.json()["kenmerk"] in (await mailbox.mail_to(by_api)).everything
    assert [len(await mailbox.mails(address)) for address in (by_form, by_api)] == [1, 1]


async def test_when_every_connection_is_ended_reports_still_come_in_once(
    parts: Apart, desk: httpx.AsyncClient, mailbox: Mailbox
) -> None:
    addresses = [an_address() for _ in range(BURST)]

    async def keep_ending() -> None:
        for _ in range(10):
            await asyncio.to_thread(faults.end_all, parts)
            await asyncio.sleep(0.1)

    await asyncio.gather(keep_ending(), *(insist(desk, address) for address in addresses))
    await until(lambda: took_each_once(parts, addresses), at_most=SETTLE_SECONDS)
    assert {len(await mailbox.mails(address)) for address in addresses} == {1}
    assert parts.parked() == 0
