"""A report being written is gone on with in another browser through a mailed link."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from sqlalchemy import select
from sqlmodel import col

from services.intake.handlers import drafts
from services.intake.tables import Letter
from shared import clock
from shared.contracts.intake import LetterAskedV1
from shared.database import Database
from shared.letters import LetterKind, secret_of
from tests.browserlike import ORIGIN, TOKEN, post_form
from tests.facts import said
from tests.intake.filled_in import STEP_ANSWERS, fill_in
from tests.intake.typing_on import type_on

Databases = Callable[[str], Database]
ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
KEY = "a key for tests, of thirty-two bytes"
EMAIL = "noor@denkbeeldigemolen.example"
NOON = datetime(2026, 11, 20, 11, 3, tzinfo=UTC)


async def links(database: Database) -> list[str]:
    """The addresses of the links that were mailed, the oldest first."""
    letters = [fact for fact in await said(database) if isinstance(fact, LetterAskedV1)]
    return [f"/melden/verder/{secret_of(LetterKind.RESUME, letter.seed, KEY)}" for letter in letters]


async def save_for_later(client: httpx.AsyncClient, database: Database, email: str = EMAIL) -> str:
    """Save the draft of this browser and have a link mailed; its address."""
    asked = await post_form(client, "/melden/bewaren?stap=1", {"email": email})
    assert (asked.status_code, asked.headers["location"]) == (303, "/melden/bewaard?stap=1")
    return (await links(database))[-1]


async def test_a_saved_draft_is_gone_on_with_in_another_browser_at_the_first_open_step(
    client_for: ClientFor, databases: Databases
) -> None:
    intake = databases("intake")
    async with client_for("intake") as first, client_for("intake") as second:
        for number in (1, 2):
            await post_form(first, f"/melden/{number}", STEP_ANSWERS[number - 1])
        later = await post_form(first, "/melden/3", {"wens": "Eén machtiging", "actie": "bewaren"})
        assert later.headers["location"] == "/melden/bewaren?stap=3"
        link = await save_for_later(first, intake)
        assert "n…@denkbeeldigemolen.example" in (await first.get("/melden/bewaard")).text
        for _ in range(2):  # mail scanners open links
            assert "Elk jaar opnieuw machtiging" in (await second.get(link)).text
        resumed = await post_form(second, link, {})
        assert (resumed.status_code, resumed.headers["location"]) == (303, "/melden/3")
        assert "Eén machtiging" in (await second.get("/melden/3")).text
        assert f'value="{EMAIL}"' in (await second.get("/melden/4")).text


async def test_the_first_browser_hears_that_the_draft_went_and_gets_a_new_link(
    client_for: ClientFor, databases: Databases
) -> None:
    intake = databases("intake")
    async with client_for("intake") as first, client_for("intake") as second:
        await post_form(first, "/melden/1", STEP_ANSWERS[0])
        with clock.frozen(clock.now() - timedelta(minutes=5)):
            link = await save_for_later(first, intake)
        await post_form(second, link, {})
        moved = await first.get("/melden/2")
        assert (moved.status_code, "Je ging verder in een andere browser" in moved.text) == (410, True)
        assert "andere browser" in (await type_on(first, 2, {"minuten": "5"})).text
        asked = await post_form(first, "/melden/hierheen", {}, page="/melden/2")
        assert "n…@denkbeeldigemolen.example" in asked.text
        back = await post_form(first, (await links(intake))[-1], {})
        assert back.headers["location"] == "/melden/2"
        assert (await second.get("/melden/2")).status_code == 410


async def test_what_was_typed_in_a_browser_without_its_draft_can_still_be_copied(
    client_for: ClientFor, databases: Databases
) -> None:
    async with client_for("intake") as first, client_for("intake") as second:
        await post_form(first, "/melden/1", STEP_ANSWERS[0])
        page = await first.get("/melden/3")
        link = await save_for_later(first, databases("intake"))
        await post_form(second, link, {})
        found = TOKEN.search(page.text)
        assert found
        typed = {"wens": "Eén machtiging voor altijd", "csrf_token": found[1]}
        late = await first.post("/melden/3", data=typed, headers={"Origin": ORIGIN})
    assert (late.status_code, "Eén machtiging voor altijd" in late.text) == (410, True)
    assert "We hebben dit niet bewaard" in late.text


async def test_a_used_link_offers_a_new_one_to_the_same_address(client_for: ClientFor, databases: Databases) -> None:
    intake = databases("intake")
    async with client_for("intake") as first, client_for("intake") as second, client_for("intake") as third:
        await post_form(first, "/melden/1", STEP_ANSWERS[0])
        with clock.frozen(clock.now() - timedelta(minutes=5)):
            link = await save_for_later(first, intake)
        await post_form(second, link, {})
        again = await post_form(third, link, {})
        assert (again.status_code, "al een keer gebruikt" in again.text) == (410, True)
        assert "Je concept staat in deze browser" in (await second.get(link)).text
        sent = await post_form(third, f"{link}/opnieuw", {}, page=link)
        assert "n…@denkbeeldigemolen.example" in sent.text
        assert (await post_form(third, (await links(intake))[-1], {})).status_code == 303


async def test_an_expired_link_of_a_draft_that_lives_offers_a_new_one(
    client_for: ClientFor, databases: Databases
) -> None:
    async with client_for("intake") as client:
        await post_form(client, "/melden/1", STEP_ANSWERS[0])
        with clock.frozen(clock.now() - timedelta(days=15)):
            link = await save_for_later(client, databases("intake"))
    async with client_for("intake") as other:
        page = await other.get(link)
        assert (page.status_code, "Die zijn voorbij" in page.text) == (410, True)
        assert "Mail mij een nieuwe link" in page.text


async def test_a_link_to_a_sent_or_forgotten_draft_and_an_unknown_link_show_a_way_on(
    client_for: ClientFor, databases: Databases
) -> None:
    intake = databases("intake")
    async with client_for("intake") as client, client_for("intake") as other:
        await post_form(client, "/melden/1", STEP_ANSWERS[0])
        link = await save_for_later(client, intake)
        await fill_in(client)
        sent = await other.get(link)
        assert (sent.status_code, "Deze melding is al verstuurd" in sent.text) == (410, True)
        assert "/melding/" not in sent.text
        unknown = await other.get("/melden/verder/bestaat-niet")
        assert (unknown.status_code, "/melden/verder" in unknown.text) == (404, True)
        assert (await post_form(other, "/melden/verder/bestaat-niet", {}, page="/melden")).status_code == 404
    async with intake.transaction() as session:
        assert (await session.scalars(select(col(Letter.email)))).all() == [None]


async def test_an_address_gets_links_to_its_drafts_and_any_other_address_hears_the_same(
    client_for: ClientFor, databases: Databases
) -> None:
    intake = databases("intake")
    async with client_for("intake") as client, client_for("intake") as other:
        await post_form(client, "/melden/1", STEP_ANSWERS[0])
        with clock.frozen(clock.now() - timedelta(minutes=5)):
            await save_for_later(client, intake)
        answers = [
            await post_form(other, "/melden/verder", {"email": email})
            for email in (EMAIL.upper(), "niemand@denkbeeldig.example")
        ]
        assert {answer.headers["location"] for answer in answers} == {"/melden/verder/gevraagd"}
        assert len(await links(intake)) == 2
        assert (await post_form(other, (await links(intake))[-1], {})).status_code == 303


async def test_another_draft_in_this_browser_is_not_pushed_aside_without_a_word(
    client_for: ClientFor, databases: Databases
) -> None:
    async with client_for("intake") as first, client_for("intake") as second:
        await post_form(first, "/melden/1", STEP_ANSWERS[0])
        link = await save_for_later(first, databases("intake"))
        await post_form(second, "/melden/1", {**STEP_ANSWERS[0], "titel": "Iets heel anders"})
        page = await second.get(link)
    assert "Dat gaat over ‘Iets heel anders’" in page.text
    assert 'href="/melden/bewaren"' in page.text


async def test_a_draft_can_be_taken_out_of_a_shared_browser_and_its_link_still_works(
    client_for: ClientFor, databases: Databases
) -> None:
    async with client_for("intake") as client:
        await post_form(client, "/melden/1", STEP_ANSWERS[0])
        link = await save_for_later(client, databases("intake"))
        await post_form(client, "/melden/weg", {}, page="/melden/bewaard")
        assert (await client.get("/melden/2")).status_code == 410
        assert (await post_form(client, link, {})).headers["location"] == "/melden/2"


async def test_a_draft_and_its_link_go_after_their_time(client_for: ClientFor, databases: Databases) -> None:
    intake = databases("intake")
    async with client_for("intake") as client:
        await post_form(client, "/melden/1", STEP_ANSWERS[0])
        link = await save_for_later(client, intake)
        with clock.frozen(clock.now() + timedelta(days=14, minutes=1)):
            async with intake.transaction() as session:
                await drafts.forget_old_drafts(session)
            assert (await client.get(link)).status_code == 404


@pytest.mark.parametrize("email", ["", "noor@"])
async def test_a_wrong_address_is_said_beside_the_field(client_for: ClientFor, email: str) -> None:
    async with client_for("intake") as client:
        await post_form(client, "/melden/1", STEP_ANSWERS[0])
        for url in ("/melden/bewaren", "/melden/verder", "/mijn-meldingen"):
            answer = await post_form(client, url, {"email": email})
            assert (answer.status_code, "Vul een e-mailadres in" in answer.text) == (422, True)
