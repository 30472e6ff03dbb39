"""The mail server goes away, or hangs on one mail."""

import asyncio
import time

import httpx
import pytest

from tests.faults.apart import Apart
from tests.mailbox import Mailbox
from tests.pace import at_leisure
from tests.pages import words_of
from tests.practice import an_address, report_by_api
from tests.sink import MailSink
from tests.workers import until

pytestmark = pytest.mark.faults


async def test_while_the_mail_server_is_away_notices_are_shown_and_mailed_later_once(
    practice: httpx.AsyncClient, mailbox: Mailbox, sink: MailSink
) -> None:
    address, later = an_address(), an_address()
    sink.stop()
    sent = await report_by_api(practice, address)

    async def is_told() -> bool:
        return "We hebben je melding ontvangen" in words_of((await practice.get(sent.status_page)).text)

    await until(is_told, at_most=at_leisure(15))
    sink.start()
    await mailbox.mail_to(address)
    await report_by_api(practice, later)
    await mailbox.mail_to(later)
    assert len(await mailbox.mails(address)) == 1
    assert "Onze mail komt niet aan" not in (await practice.get(sent.status_page)).text


async def test_while_the_mail_server_hangs_on_one_mail_the_others_go_out(
    parts: Apart, desk: httpx.AsyncClient, mailbox: Mailbox
) -> None:
    hanging, others = an_address(), [an_address() for _ in range(5)]
    trap = parts.mail.silence_at(f"<{hanging}>".encode())
    await report_by_api(desk, hanging)
    assert await asyncio.to_thread(trap.sprung.wait, 45)
    begun = time.monotonic()
    for address in others:
        await report_by_api(desk, address)
        await mailbox.mail_to(address)
    print(f"a mail hangs: five others were there after {time.monotonic() - begun:.1f} s")
    assert await mailbox.mails(hanging) == []
    assert {len(await mailbox.mails(address)) for address in others} == {1}
