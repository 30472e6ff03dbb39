"""The same thing many times at the same moment, and far too much of it."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from tests.mailbox import Mailbox
from tests.pages import open_form, send
from tests.practice import REPORTS, an_address, api_report, fill_in, form_answers, read_confirmation

pytestmark = pytest.mark.faults

TOO_LARGE = 257 * 1024


async def test_twenty_posts_with_one_key_at_once_make_one_report(practice: httpx.AsyncClient, mailbox: Mailbox) -> None:
    address = an_address()
    headers = {"Idempotency-Key": f"key of {address}"}
    posts = [practice.post(REPORTS, json=api_report(address), headers=headers) for _ in range(20)]
    answers = await asyncio.gather(*posts)
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["kenmerk"] for answer in answers}) == 1
    await mailbox.mail_to(address)
    assert len(await mailbox.mails(address)) == 1


async def test_one_draft_sent_ten_times_at_once_makes_one_report(practice: httpx.AsyncClient, mailbox: Mailbox) -> None:
    address = an_address()
    await fill_in(practice, address, steps=4)
    form = await open_form(practice, "/melden/5", "/melden/5")
    answers = await asyncio.gather(*(send(practice, form, form_answers(address)[4]) for _ in range(10)))
    assert {answer.status_code for answer in answers} == {303}
    (confirmation,) = {answer.headers["location"] for answer in answers}
    await read_confirmation(practice, confirmation, address)
    await mailbox.mail_to(address)
    assert len(await mailbox.mails(address)) == 1


@pytest.mark.parametrize("address", ["/melden/1", REPORTS])
async def test_more_than_256_kilobytes_is_refused(practice: httpx.AsyncClient, address: str) -> None:
    answer = await practice.post(address, content=b"x" * TOO_LARGE)
    assert answer.status_code == 413


async def test_more_than_256_kilobytes_is_refused_also_when_it_does_not_say_how_long_it_is(
    practice: httpx.AsyncClient,
) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(TOO_LARGE // 1024):
            yield b"x" * 1024

    answer = await practice.post(REPORTS, content=pieces())
    assert answer.status_code == 413
