"""A reporter wants fewer mails: on a page, or with one click in a mail program."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from uuid import UUID

import httpx
import pytest

from services.intake.domain import link_hash
from services.intake.subscribers import facts
from services.intake.tables import Report
from shared.contracts.intake import MailsChosenV1
from shared.contracts.notifier import MailSettledV1
from shared.contracts.vocabulary import MailChoice, MailState
from shared.database import Database
from shared.ids import new_id
from shared.one_click import code_for_fewer_mails
from tests.browserlike import post_form
from tests.facts import deliver
from tests.intake.sent_report import a_sent_report, said_of

ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
BANNER = "Onze mail komt niet aan"


@pytest.fixture
def intake(databases: Callable[[str], Database]) -> Database:
    return databases("intake")


@pytest.fixture
async def client(client_for: ClientFor) -> AsyncIterator[httpx.AsyncClient]:
    async with client_for("intake") as opened:
        yield opened


async def _choices(intake: Database) -> list[MailChoice]:
    return [fact.choice for fact in await said_of(intake, MailsChosenV1)]


def _code(report_id: UUID, address: str) -> str:
    return code_for_fewer_mails(report_id, link_hash(address.rpartition("/")[2]))


async def test_fewer_mails_and_all_of_them_again(client: httpx.AsyncClient, intake: Database) -> None:
    _, address = await a_sent_report(client, intake)
    for choice, link in (("fewer", "Mail mij weer bij elke stap"), ("all", "Mail mij minder vaak")):
        sent = await post_form(client, f"{address}/mails", {"mails": choice})
        assert link in (await client.get(sent.headers["location"])).text
    assert await _choices(intake) == [MailChoice.FEWER, MailChoice.ALL]


async def test_the_same_choice_again_says_nothing(client: httpx.AsyncClient, intake: Database) -> None:
    _, address = await a_sent_report(client, intake)
    for _ in range(2):
        await post_form(client, f"{address}/mails", {"mails": "fewer"})
    assert await _choices(intake) == [MailChoice.FEWER]


async def test_no_choice_gets_a_sentence(client: httpx.AsyncClient, intake: Database) -> None:
    _, address = await a_sent_report(client, intake)
    answer = await post_form(client, f"{address}/mails", {"mails": ""})
    assert answer.status_code == 422
    assert "Kies welke mails je wilt" in answer.text


async def test_a_mail_program_needs_one_click_and_no_page(client: httpx.AsyncClient, intake: Database) -> None:
    report_id, address = await a_sent_report(client, intake)
    for _ in range(2):
        url = f"/api/v1/minder-mail/{_code(report_id, address)}"
        answer = await client.post(url, data={"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 204
    assert await _choices(intake) == [MailChoice.FEWER]
    assert "Mail mij weer bij elke stap" in (await client.get(address)).text


async def test_who_opens_that_address_sees_a_page_and_nothing_changed_yet(
    client: httpx.AsyncClient, intake: Database
) -> None:
    report_id, address = await a_sent_report(client, intake)
    there = await client.get(f"/api/v1/minder-mail/{_code(report_id, address)}")
    page = await client.get(there.headers["location"])
    assert "Wil je minder mail?" in page.text
    assert address not in page.text
    assert await _choices(intake) == []
    await post_form(client, there.headers["location"], {"mails": "fewer"})
    assert "Je krijgt minder mail" in (await client.get(there.headers["location"])).text
    await post_form(client, there.headers["location"], {"mails": "all"})
    assert await _choices(intake) == [MailChoice.FEWER, MailChoice.ALL]


async def test_a_code_opens_only_its_own_report_and_no_status_page(client: httpx.AsyncClient, intake: Database) -> None:
    mine, address = await a_sent_report(client, intake)
    other, _ = await a_sent_report(client, intake)
    for code in (_code(other, address), _code(new_id(), address), "onzin", "A" * 43, "é"):
        assert (await client.post(f"/api/v1/minder-mail/{code}")).status_code == 404
        assert (await client.get(f"/melding/minder-mail/{code}")).status_code == 404
    assert (await client.get(f"/melding/{_code(mine, address)}")).status_code == 404
    assert await _choices(intake) == []


async def test_trouble_with_mail_stays_on_the_page_until_a_mail_arrives(
    client: httpx.AsyncClient, intake: Database
) -> None:
    report_id, address = await a_sent_report(client, intake)
    for state, is_shown in (
        (MailState.SENT, False),
        (MailState.FAILED, True),
        (MailState.WITHHELD, True),
        (MailState.UNKNOWN, True),
        (MailState.SENT, False),
    ):
        await deliver(intake, facts, MailSettledV1(mail_id=new_id(), about_id=report_id, state=state))
        assert (BANNER in (await client.get(address)).text) is is_shown, state


async def test_the_choice_is_kept_with_the_report(client: httpx.AsyncClient, intake: Database) -> None:
    report_id, address = await a_sent_report(client, intake)
    await post_form(client, f"{address}/mails", {"mails": "fewer"})
    async with intake.transaction() as session:
        assert (await session.get_one(Report, report_id)).mails == MailChoice.FEWER
