"""Everybody sees where they are signed in, and signs out there."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import select

from services.accounts.browsers import device_of, place_of
from services.accounts.tables import MemberSession
from shared.contracts.accounts import SessionEndedV1
from shared.database import Database
from shared.web.navigation import PROFILE
from tests.accounts.conftest import Add, sign_in
from tests.browserlike import post_form
from tests.facts import said
from tests.pages import words_of

ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36"
EDGE = f"{CHROME} Edg/156.0".replace("X11; Linux x86_64", "Windows NT 10.0; Win64; x64")
ANDROID = CHROME.replace("X11; Linux x86_64", "Linux; Android 16; K")
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/19.0 Mobile/15E148 Safari/604.1"
)


async def _sessions(accounts: Database) -> list[MemberSession]:
    async with accounts.transaction() as session:
        return list(await session.scalars(select(MemberSession).order_by("started_at")))


async def test_who_signed_in_on_two_devices_signs_out_on_the_other(
    client_for: ClientFor, accounts: Database, add_member: Add
) -> None:
    await add_member()
    async with client_for("accounts") as here, client_for("accounts") as there:
        here.headers["User-Agent"], there.headers["User-Agent"] = FIREFOX, IPHONE
        await sign_in(there)
        assert "Log overal uit" not in (await there.get(PROFILE)).text
        await sign_in(here)
        shown = words_of((await here.get(PROFILE)).text)
        assert "Firefox op Windows dit apparaat" in shown and "Safari op een iPhone" in shown
        other, _ = await _sessions(accounts)
        out = f"{PROFILE}/sessies/{other.id}/uitloggen"
        await post_form(here, out, {}, page=PROFILE)
        assert "Uitgelogd op dat apparaat." in (await here.get(PROFILE)).text
        assert (await there.get(PROFILE)).status_code == 303
        await post_form(here, out, {}, page=PROFILE)
        assert "Daar was je al uitgelogd." in (await here.get(PROFILE)).text
    ended = [fact.session_id for fact in await said(accounts) if isinstance(fact, SessionEndedV1)]
    assert ended == [other.id]


async def test_signing_out_everywhere_ends_all_and_tells_every_service(
    client_for: ClientFor, accounts: Database, add_member: Add
) -> None:
    await add_member()
    async with client_for("accounts") as here, client_for("accounts") as there:
        await sign_in(there)
        await sign_in(here)
        answer = await post_form(here, f"{PROFILE}/sessies/uitloggen", {}, page=PROFILE)
        assert "Je bent overal uitgelogd." in (await here.get(answer.headers["location"])).text
        assert [(await one.get(PROFILE)).status_code for one in (here, there)] == [303, 303]
    ended = {fact.session_id for fact in await said(accounts) if isinstance(fact, SessionEndedV1)}
    assert ended == {one.id for one in await _sessions(accounts)} and len(ended) == 2


async def test_nobody_ends_the_session_of_somebody_else(
    client_for: ClientFor, accounts: Database, add_member: Add
) -> None:
    await add_member()
    await add_member(email="mo@voorbeeld.nl", name="Mo Benali")
    async with client_for("accounts") as mine, client_for("accounts") as theirs:
        await sign_in(theirs, "mo@voorbeeld.nl")
        (other,) = await _sessions(accounts)
        await sign_in(mine)
        for session_id in (other.id, uuid4()):
            await post_form(mine, f"{PROFILE}/sessies/{session_id}/uitloggen", {}, page=PROFILE)
        assert (await theirs.get(PROFILE)).status_code == 200


@pytest.mark.parametrize(
    ("said_of_itself", "device"),
    [
        (FIREFOX, "Firefox op Windows"),
        (CHROME, "Chrome op Linux"),
        (EDGE, "Edge op Windows"),
        (ANDROID, "Chrome op Android"),
        (IPHONE, "Safari op een iPhone"),
        ("python-httpx/0.28.1", "Onbekend apparaat"),
        ("", "Onbekend apparaat"),
    ],
)
def test_a_device_has_a_name_that_people_know(said_of_itself: str, device: str) -> None:
    assert device_of(said_of_itself) == device


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("145.53.12.34", "145.53.…"),
        ("::ffff:145.53.12.34", "145.53.…"),
        ("2a02:a45a:1:2:3:4:5:6", "2a02:a45a:…"),
        ("testclient", ""),
    ],
)
def test_only_the_beginning_of_an_address_is_kept(address: str, place: str) -> None:
    assert place_of(address) == place
