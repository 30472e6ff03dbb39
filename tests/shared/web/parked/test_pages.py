"""The pages about parked messages of one service, as an administrator's browser meets them."""

import re
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from uuid import UUID

import httpx
import pytest
from sqlalchemy import update

from shared import clock
from shared.contracts.vocabulary import Role
from shared.database import Database
from shared.ids import new_id
from shared.messaging.delivery import Delivery
from shared.messaging.parked import failing
from shared.messaging.parked.log import Action
from shared.messaging.parked.reading import State
from shared.messaging.tables import parked as table
from shared.paging import PAGE_SIZE
from tests.browserlike import ORIGIN, post_form, sign_in_as
from tests.builders import a_contact_given, a_report_submitted
from tests.pages import words_of
from tests.parking import delivery_of, entries, found, listed, park

HOME = "/team/beheer/geparkeerd/triage"
CONSUMER = "triage-report-submitted"
CANARY = "Kanarievogel"
WHO = "Peter Jansen"
Browser = httpx.AsyncClient


@pytest.fixture
def triage(databases: Callable[[str], Database]) -> Database:
    return databases("triage")


@pytest.fixture
async def admin(
    client_for: Callable[..., AbstractAsyncContextManager[Browser]], triage: Database
) -> AsyncIterator[Browser]:
    async with client_for("triage") as client:
        await sign_in_as(client, [triage], Role.ADMINISTRATOR, WHO)
        yield client


async def _park(triage: Database, **changes: str) -> UUID:
    return await park(triage, a_report_submitted(**changes), CONSUMER)


async def test_nothing_parked_says_so(admin: Browser) -> None:
    answer = await admin.get(HOME)
    assert answer.status_code == 200
    assert "Er is niets geparkeerd." in words_of(answer.text)
    assert "Er is niets weggegooid." in words_of((await admin.get(f"{HOME}/weggegooid")).text)
    assert "Er is nog nooit iets geparkeerd." in words_of((await admin.get(f"{HOME}/logboek")).text)
    assert 'data-figure="0"' in (await admin.get(f"{HOME}/aantal")).text


async def test_a_parked_message_shows_why_and_where_and_nothing_anybody_wrote(admin: Browser, triage: Database) -> None:
    fact = a_report_submitted(title=CANARY, story=CANARY, wish=CANARY, organisation=CANARY)
    parked_id = await park(triage, fact, CONSUMER)
    for address in (HOME, f"{HOME}/{parked_id}"):
        answer = await admin.get(address)
        assert CONSUMER in answer.text
        assert "Er ging iets mis tijdens het verwerken." in answer.text
        assert "RuntimeError" in answer.text
        assert CANARY not in answer.text
    words = words_of(answer.text)
    assert f"Onderwerp intake.report.submitted.v1.{fact.report_id}" in words
    assert "Stroom en volgnummer FACTS 7" in words
    assert "data.story tekst van 12 tekens" in words
    assert "data.frequency few_per_month" in words
    assert "Hoe vaak mislukt 1 keer" in words


async def test_of_contact_data_only_the_fields_are_shown(admin: Browser, triage: Database) -> None:
    fact = a_contact_given(name=CANARY, email=f"{CANARY}@example.nl")
    text = words_of((await admin.get(f"{HOME}/{await park(triage, fact, CONSUMER)}")).text)
    assert "data.email tekst" in text
    assert "tekens" not in text.partition("Wat staat erin?")[2].partition("Wat is er gedaan?")[0]
    assert CANARY not in text


@pytest.mark.parametrize("size", [20, 1024 * 1024])
async def test_a_body_nobody_can_read_is_shown_safely_and_short(admin: Browser, triage: Database, size: int) -> None:
    body = f'{{"<script>alert({CANARY})'.ljust(size, "x").encode()
    parked_id = await park(triage, Delivery(body, "intake.report.submitted.v1.<b>", "FACTS", 3, 1), CONSUMER)
    answer = await admin.get(f"{HOME}/{parked_id}")
    assert answer.status_code == 200
    assert len(answer.text) < 25_000
    assert CANARY not in answer.text
    assert "<script>alert" not in answer.text
    assert "v1.<b>" not in answer.text
    assert "De inhoud is" in answer.text


async def test_a_new_try_is_asked_for_once_and_the_page_says_how_it_stands(admin: Browser, triage: Database) -> None:
    parked_id = await _park(triage)
    page = f"{HOME}/{parked_id}"
    answer = await post_form(admin, f"{page}/opnieuw", {}, page=page)
    assert (answer.status_code, answer.headers["location"]) == (303, page)
    shown = (await admin.get(page)).text
    assert "We proberen dit bericht zo opnieuw." in words_of(shown)
    assert 'hx-trigger="every 2s"' in shown
    assert "/opnieuw" not in shown
    await post_form(admin, f"{page}/opnieuw", {}, page=f"{HOME}/weggegooid")
    asked = [entry for entry in await entries(triage, parked_id) if entry.action is Action.RETRY_ASKED]
    assert [entry.who for entry in asked] == [WHO]


async def test_a_try_that_takes_long_says_so_and_can_be_given_up(admin: Browser, triage: Database) -> None:
    parked_id = await _park(triage)
    long_ago = clock.now().replace(year=2020)
    async with triage.transaction() as session:
        await session.execute(update(table).values(retry_requested_at=long_ago))
    shown = (await admin.get(f"{HOME}/{parked_id}")).text
    assert "Dit duurt langer dan normaal." in words_of(shown)
    assert "every 2s" not in shown
    assert f"{parked_id}/weggooien" in shown


async def test_a_message_handled_after_all_says_so_where_it_was(admin: Browser, triage: Database) -> None:
    delivery = delivery_of(a_report_submitted())
    parked_id = await park(triage, delivery, CONSUMER)
    async with triage.transaction() as session:
        await failing.forget(session, CONSUMER, delivery)
    answer = await admin.get(f"{HOME}/{parked_id}")
    assert answer.status_code == 200
    assert "Dit bericht is verwerkt" in words_of(answer.text)
    assert 'id="bericht"' in answer.text
    assert "Er is niets geparkeerd." in words_of((await admin.get(HOME)).text)


async def test_a_message_that_was_never_parked_here_is_not_found(admin: Browser, triage: Database) -> None:
    await _park(triage)
    unknown = f"{HOME}/{new_id()}"
    assert (await admin.get(unknown)).status_code == 404
    for deed in ("opnieuw", "weggooien", "terugzetten"):
        answer = await post_form(admin, f"{unknown}/{deed}", {"reden": "Een proef"}, page=HOME)
        assert answer.status_code == 404


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [("", "Schrijf op waarom"), ("ja", "Schrijf op waarom"), ("x" * 501, "hoogstens 500 tekens")],
)
async def test_dropping_needs_a_reason_of_a_person(
    admin: Browser, triage: Database, reason: str, sentence: str
) -> None:
    page = f"{HOME}/{await _park(triage)}"
    answer = await post_form(admin, f"{page}/weggooien", {"reden": reason}, page=page)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert reason in answer.text
    assert len(await listed(triage)) == 1


async def test_what_was_dropped_stands_in_its_own_list_and_can_be_put_back(admin: Browser, triage: Database) -> None:
    parked_id = await _park(triage)
    page = f"{HOME}/{parked_id}"
    reason = "Dubbel <verstuurd>"
    answer = await post_form(admin, f"{page}/weggooien", {"reden": reason}, page=page)
    assert answer.status_code == 303
    message = await found(triage, parked_id)
    assert message
    assert (message.state, message.dropped_by, message.dropped_because) == (State.DROPPED, WHO, reason)
    dropped = (await admin.get(f"{HOME}/weggegooid")).text
    assert "Dubbel &lt;verstuurd&gt;" in dropped
    assert f"Door {WHO}" in dropped
    assert f"Gooide het bericht weg. Reden: {reason}" in words_of((await admin.get(f"{HOME}/logboek")).text)
    assert (await post_form(admin, f"{page}/terugzetten", {}, page=page)).status_code == 303
    assert [one.id for one in await listed(triage)] == [parked_id]


async def test_all_messages_with_one_cause_are_tried_again_with_one_button(admin: Browser, triage: Database) -> None:
    same = [await _park(triage) for _ in range(PAGE_SIZE + 2)]
    other = await park(triage, a_report_submitted(), CONSUMER, reason="another.Fault at /srv/x.py:1")
    reason = (await found(triage, same[0])).reason  # type: ignore[union-attr]
    chosen = await admin.get(HOME, params={"ontvanger": CONSUMER, "reden": reason})
    assert f"Probeer {len(same)} berichten opnieuw" in words_of(chosen.text)
    answer = await post_form(admin, f"{HOME}/opnieuw", {"ontvanger": CONSUMER, "reden": reason}, page=str(chosen.url))
    assert answer.status_code == 303
    assert f"We proberen {len(same)} berichten opnieuw." in words_of((await admin.get(HOME)).text)
    states = {one.id: one.state for one in await listed(triage)}
    assert {states[one] for one in same} == {State.RETRY_ASKED}
    assert states[other] is State.WAITING


async def test_a_long_list_comes_in_pages(admin: Browser, triage: Database) -> None:
    ids = [await _park(triage) for _ in range(PAGE_SIZE + 3)]
    seen: list[UUID] = []
    for number in (1, 2):
        shown = (await admin.get(HOME, params={"pagina": number})).text
        seen += map(UUID, re.findall(rf'class="t tech" href="{HOME}/([0-9a-f-]+)"', shown))
    assert seen == ids
    third = words_of((await admin.get(HOME, params={"pagina": 3})).text)
    assert "Deze pagina is leeg." in third
    assert f'data-figure="{len(ids)}"' in (await admin.get(f"{HOME}/aantal")).text


DEEDS = ("opnieuw", "{id}/opnieuw", "{id}/weggooien", "{id}/terugzetten")
PAGES = ("", "/weggegooid", "/logboek", "/aantal", "/{id}")


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
async def test_only_an_administrator_sees_or_does_anything_here(
    client_for: Callable[..., AbstractAsyncContextManager[Browser]], triage: Database, role: Role
) -> None:
    parked_id = await _park(triage)
    async with client_for("triage") as client:
        await sign_in_as(client, [triage], role)
        for page in PAGES:
            assert (await client.get(f"{HOME}{page.format(id=parked_id)}")).status_code == 403
        for deed in DEEDS:
            url = f"{HOME}/{deed.format(id=parked_id)}"
            assert (await _post_with_token(client, url)).status_code == 403
        assert "Geparkeerd" not in (await client.get("/team/triage")).text
    (message,) = await listed(triage)
    assert message.state is State.WAITING


async def test_a_stranger_is_sent_to_the_sign_in_page(
    client_for: Callable[..., AbstractAsyncContextManager[Browser]], triage: Database
) -> None:
    parked_id = await _park(triage)
    async with client_for("triage") as client:
        for page in PAGES:
            answer = await client.get(f"{HOME}{page.format(id=parked_id)}")
            assert (answer.status_code, answer.headers["location"][:14]) == (303, "/team/inloggen")


@pytest.mark.parametrize("deed", DEEDS)
async def test_nothing_is_done_without_the_token_of_our_own_form(admin: Browser, triage: Database, deed: str) -> None:
    parked_id = await _park(triage)
    url = f"{HOME}/{deed.format(id=parked_id)}"
    answer = await admin.post(url, data={"reden": "Een proef"}, headers={"Origin": ORIGIN})
    assert answer.status_code == 403
    (message,) = await listed(triage)
    assert message.state is State.WAITING


async def test_the_menu_of_an_administrator_adds_up_what_every_service_has_parked(admin: Browser) -> None:
    menu = (await admin.get("/team/triage")).text
    (addresses, *_) = re.findall(r'class="alarm" data-adds-up="([^"]+)"', menu)
    assert f"triage={HOME}/aantal" in addresses.split()
    assert 'href="/team/beheer/geparkeerd"' in menu


async def _post_with_token(client: Browser, url: str) -> httpx.Response:
    """A form as a page of ours would send it; the sign-out form on the queue has a token too."""
    return await post_form(client, url, {"reden": "Een proef"}, page="/team/triage")
