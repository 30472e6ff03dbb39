"""Who is invited says behind their link whether they come: opening it changes nothing, a button does."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from sqlalchemy import text

from shared import clock
from shared.contracts.research import InvitationAddressedV1
from shared.database import Database
from shared.ids import new_id
from shared.letters import invitation_token
from tests.browserlike import post_form, settings_for_tests, sign_in_as
from tests.facts import said
from tests.pages import words_of
from tests.research.facts_heard import Databases, opened_dossier

DOSSIER = "/team/dossiers/D-26-001"
NOW = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)
MEETING = {
    "subject": "machtiging voor stoma", "day": "2026-12-01", "starts": "14:00", "ends": "15:30",
    "meeting_place": "Huis van de Regio",
}  # fmt: skip
ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]


@pytest.fixture
def research(databases: Databases) -> Database:
    return databases("research")


@pytest.fixture
async def team(client_for: ClientFor, research: Database) -> AsyncIterator[httpx.AsyncClient]:
    with clock.frozen(NOW):
        async with client_for("research") as opened:
            await sign_in_as(opened, [research], name="Mo Yilmaz")
            await opened_dossier(research)
            yield opened


@pytest.fixture
async def outside(client_for: ClientFor, research: Database) -> AsyncIterator[httpx.AsyncClient]:
    async with client_for("research") as opened:
        yield opened


async def post(client: httpx.AsyncClient, url: str, page: str = "", **fields: str) -> httpx.Response:
    return await post_form(client, url, fields, page=page or url)


async def invited(team: httpx.AsyncClient, research: Database) -> tuple[str, str]:
    """A meeting with one who is invited: its address, and that of the page behind the link."""
    here = f"{DOSSIER}/overleggen/{new_id()}"
    await post(team, f"{here}/nieuw", f"{DOSSIER}/overleggen/nieuw", **MEETING)
    ans = {"attendee_name": "Ans de Boer", "attendee_email": "ans@debrug.example"}
    await post(team, f"{here}/deelnemers/{new_id()}/nieuw", here, **ans)
    await post(team, f"{here}/uitnodigen", here, version="0")
    (fact,) = [fact for fact in await said(research) if isinstance(fact, InvitationAddressedV1)]
    assert fact.seed
    token = invitation_token(fact.seed, settings_for_tests().secret_key.get_secret_value())
    return here, f"/overleg/{token}"


async def shown(client: httpx.AsyncClient, url: str) -> str:
    return words_of((await client.get(url)).text)


async def test_opening_the_link_changes_nothing_and_the_button_does(
    team: httpx.AsyncClient, outside: httpx.AsyncClient, research: Database
) -> None:
    here, link = await invited(team, research)
    opened = await outside.get(f"{link}?antwoord=comes")
    assert 'value="comes" checked' in opened.text and opened.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "Ans de Boer" in opened.text
    assert "Eigen antwoord" not in await shown(team, here)
    for _ in range(2):
        answer = await post(outside, link, version="0", answer="comes", words="Ik kom met de trein.")
        assert answer.status_code == 303
    assert "Uw antwoord: ik kom" in await shown(outside, link)
    text_there = await shown(team, here)
    assert "Komt Eigen antwoord, 20 november, 12.00 uur" in text_there and "Ik kom met de trein." in text_there
    history = await shown(team, DOSSIER)
    assert history.count("Antwoordde op de uitnodiging voor het overleg over machtiging voor stoma: komt.") == 1


async def test_an_answer_may_change_and_is_about_what_they_saw(
    team: httpx.AsyncClient, outside: httpx.AsyncClient, research: Database
) -> None:
    here, link = await invited(team, research)
    await post(outside, link, version="0", answer="comes")
    await post(outside, link, version="0", answer="other_moment", words="Liever in januari.")
    assert "Wil een ander moment Eigen antwoord" in await shown(team, here)
    await post(team, here, **{**MEETING, "version": "0", "starts": "13:00"})
    assert "voordat het overleg veranderde" in await shown(team, here)
    assert "Het overleg is veranderd na uw antwoord" in await shown(outside, link)
    late = await post(outside, link, version="0", answer="comes")
    assert "uw antwoord is nog niet bewaard" in await shown(outside, late.headers["location"])
    assert "Wil een ander moment" in await shown(team, here)


@pytest.mark.parametrize("fields", [{"answer": ""}, {"answer": "was_there"}, {"answer": "comes", "words": "x" * 301}])
async def test_what_cannot_be_an_answer_is_refused(
    team: httpx.AsyncClient, outside: httpx.AsyncClient, research: Database, fields: dict[str, str]
) -> None:
    here, link = await invited(team, research)
    assert (await post(outside, link, version="0", **fields)).status_code == 422
    assert "Eigen antwoord" not in await shown(team, here)


async def test_behind_a_link_that_is_over_stands_why(
    team: httpx.AsyncClient, outside: httpx.AsyncClient, research: Database
) -> None:
    here, link = await invited(team, research)
    assert (await outside.get("/overleg/bestaat-niet")).status_code == 404
    with clock.frozen(NOW + timedelta(days=30)):
        over = await outside.get(link)
    assert over.status_code == 410 and "Dit overleg is al geweest" in over.text
    await post(team, f"{here}/afzeggen", here, cancelled_because="Het is al opgelost.")
    over = await outside.get(link)
    assert over.status_code == 410 and "Dit overleg gaat niet door" in over.text
    assert "Het is al opgelost." in over.text and "<form" not in over.text.partition("<main")[2].partition("</main")[0]


async def test_neither_link_nor_seed_stands_in_a_table_of_research(team: httpx.AsyncClient, research: Database) -> None:
    _, link = await invited(team, research)
    async with research.transaction() as session:
        rows = (
            await session.execute(text("select invitations::text, attendees::text from invitations, attendees"))
        ).all()
    assert rows and link.rpartition("/")[2] not in str(rows)
