"""Shortcut keys: off until a member switches them on, for themselves, wherever they sign in."""

from collections.abc import Callable

import httpx

from shared.contracts.accounts import MemberChangedV1
from shared.database import Database
from shared.messaging.subscribing import FactSubscribers
from shared.staff.projection import follow_staff
from tests.accounts.conftest import EMAIL, Add, sign_in
from tests.browserlike import post_form
from tests.facts import deliver, said
from tests.triage.test_pages import ClientFor

PROFILE, CHOICE = "/team/profiel", "/team/profiel/sneltoetsen"
MO = "mo@voorbeeld.nl"


async def _become(client: httpx.AsyncClient, email: str) -> None:
    await post_form(client, "/team/uitloggen", {}, page=PROFILE)
    await sign_in(client, email)


async def _has_keys(client: httpx.AsyncClient, page: str = PROFILE) -> bool:
    answer = await client.get(page)
    assert answer.status_code == 200
    return "js/keys" in answer.text


async def test_they_are_off_until_a_member_switches_them_on_and_then_on_in_each_browser(
    client_for: ClientFor, add_member: Add
) -> None:
    await add_member()
    await add_member(email=MO, name="Mo Aydın")
    async with client_for("accounts") as here, client_for("accounts") as elsewhere:
        for client in (here, elsewhere):
            await sign_in(client)
        assert not await _has_keys(here)
        assert "Ga naar de volgende rij" in (await here.get(PROFILE)).text
        await post_form(here, CHOICE, {"wil": "ja"}, page=PROFILE)
        assert "De sneltoetsen staan aan." in (await here.get(PROFILE)).text
        assert await _has_keys(here) and await _has_keys(elsewhere)
        await _become(here, MO)
        assert not await _has_keys(here)
        await _become(here, EMAIL)
        assert await _has_keys(here)
        await post_form(elsewhere, CHOICE, {"wil": "nee"}, page=PROFILE)
        assert not await _has_keys(here)


async def test_other_services_hear_it_once_however_often_the_button_is_pressed(
    client_for: ClientFor, databases: Callable[[str], Database], add_member: Add
) -> None:
    await add_member()
    facts = FactSubscribers("triage")
    follow_staff(facts)
    async with client_for("accounts") as client, client_for("triage") as queue:
        await sign_in(client)
        queue.cookies.update(client.cookies)
        for _press in range(2):
            await post_form(client, CHOICE, {"wil": "ja"}, page=PROFILE)
        added, switched_on = await said(databases("accounts"))
        for told, on in ((added, False), (switched_on, True), (added, True)):
            assert isinstance(told, MemberChangedV1)
            await deliver(databases("triage"), facts, told)
            assert await _has_keys(queue, "/team/triage") is on
