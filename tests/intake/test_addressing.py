"""A reporter wants mail at another address: proven with a code there, told at the address before."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager

import httpx
import pytest

from services.intake.subscribers import facts
from services.intake.tables import Reporter
from shared.contracts.intake import AddressGivenV1, ContactGivenV1
from shared.contracts.notifier import MailSettledV1
from shared.contracts.vocabulary import MailState
from shared.database import Database
from shared.ids import new_id
from shared.letters import LetterKind
from tests.browserlike import post_form
from tests.facts import deliver
from tests.intake.mailed_codes import another, last_code, letters_asked
from tests.intake.sent_report import a_sent_report, said_of

ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
BEFORE, AFTER = "noor@denkbeeldigemolen.example", "noor@nieuwemolen.example"


@pytest.fixture
def intake(databases: Callable[[str], Database]) -> Database:
    return databases("intake")


@pytest.fixture
async def client(client_for: ClientFor) -> AsyncIterator[httpx.AsyncClient]:
    async with client_for("intake") as opened:
        yield opened


async def _asked(client: httpx.AsyncClient, address: str, email: str = AFTER) -> httpx.Response:
    return await post_form(client, f"{address}/mailadres", {"email": email})


async def _typed(client: httpx.AsyncClient, address: str, code: str) -> httpx.Response:
    return await post_form(client, f"{address}/mailadres/code", {"mailcode": code})


async def test_the_new_address_is_used_once_its_code_was_typed_and_the_old_one_is_told(
    client: httpx.AsyncClient, intake: Database
) -> None:
    report_id, address = await a_sent_report(client, intake)
    failed = MailSettledV1(mail_id=new_id(), about_id=report_id, state=MailState.FAILED)
    await deliver(intake, facts, failed)
    assert "Pas je e-mailadres aan" in (await client.get(address)).text
    await _asked(client, address)
    assert len(await said_of(intake, ContactGivenV1)) == 1
    sent = await _typed(client, address, await last_code(intake))
    page = (await client.get(sent.headers["location"])).text
    assert "Vanaf nu gaat onze mail naar je nieuwe adres." in page
    assert "Onze mail komt niet aan" not in page
    first, contact = await said_of(intake, ContactGivenV1)
    assert (contact.email, contact.link_token, contact.name) == (AFTER, first.link_token, first.name)
    letters = [(letter.kind, letter.email) for letter in await letters_asked(intake)]
    assert letters == [(LetterKind.NEW_ADDRESS, AFTER), (LetterKind.ADDRESS_CHANGED, BEFORE)]
    async with intake.transaction() as session:
        assert (await session.get_one(Reporter, report_id)).email == AFTER


async def test_without_the_code_nothing_changes(client: httpx.AsyncClient, intake: Database) -> None:
    report_id, address = await a_sent_report(client, intake)
    await _asked(client, address)
    answer = await _typed(client, address, another(await last_code(intake)))
    assert answer.status_code == 422
    assert "Deze code klopt niet." in answer.text
    async with intake.transaction() as session:
        assert (await session.get_one(Reporter, report_id)).email == BEFORE


async def test_only_the_address_that_was_asked_last_can_be_confirmed(
    client: httpx.AsyncClient, intake: Database
) -> None:
    _, address = await a_sent_report(client, intake)
    await _asked(client, address, "typfout@nieuwemolen.example")
    wrong = await last_code(intake)
    await _asked(client, address)
    right = await last_code(intake)
    if wrong != right:
        assert (await _typed(client, address, wrong)).status_code == 422
    assert (await _typed(client, address, right)).status_code == 303
    assert (await said_of(intake, ContactGivenV1))[-1].email == AFTER


async def test_the_code_works_once(client: httpx.AsyncClient, intake: Database) -> None:
    _, address = await a_sent_report(client, intake)
    await _asked(client, address)
    code = await last_code(intake)
    await _typed(client, address, code)
    assert "Deze code is al gebruikt." in (await _typed(client, address, code)).text
    assert len(await said_of(intake, ContactGivenV1)) == 2


@pytest.mark.parametrize(
    ("email", "said"),
    [("", "Vul een e-mailadres in"), ("geen adres", "Vul een e-mailadres in"), (BEFORE, "al gebruiken")],
)
async def test_an_address_that_cannot_be_used_gets_a_sentence(
    client: httpx.AsyncClient, intake: Database, email: str, said: str
) -> None:
    _, address = await a_sent_report(client, intake)
    answer = await _asked(client, address, email)
    assert answer.status_code == 422
    assert said in answer.text
    assert await letters_asked(intake) == []


async def test_the_page_shows_only_a_part_of_the_address(client: httpx.AsyncClient, intake: Database) -> None:
    _, address = await a_sent_report(client, intake)
    page = (await client.get(f"{address}/mailadres")).text
    assert "n…@denkbeeldigemolen.example" in page
    assert BEFORE not in page


async def test_who_gave_no_address_can_give_one_later(client: httpx.AsyncClient, intake: Database) -> None:
    _, address = await a_sent_report(client, intake, email=None, geenEmail=True)
    page = (await client.get(address)).text
    assert "Geef een e-mailadres" in page
    assert "Mail mij minder vaak" not in page
    await _asked(client, address)
    await _typed(client, address, await last_code(intake))
    (contact,) = await said_of(intake, ContactGivenV1)
    assert contact.email == AFTER
    assert "Mail mij minder vaak" in (await client.get(address)).text
    assert await said_of(intake, AddressGivenV1) == [AddressGivenV1(report_id=contact.report_id)]
