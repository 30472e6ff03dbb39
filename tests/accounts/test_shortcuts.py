"""Shortcut keys: off until a member switches them on, for themselves, in one browser."""

import httpx

from tests.accounts.conftest import EMAIL, Add, sign_in
from tests.browserlike import post_form
from tests.triage.test_pages import ClientFor

PROFILE, CHOICE = "/team/profiel", "/team/profiel/sneltoetsen"
MO = "mo@voorbeeld.nl"


async def _become(client: httpx.AsyncClient, email: str) -> None:
    await post_form(client, "/team/uitloggen", {}, page=PROFILE)
    await sign_in(client, email)


async def test_they_are_off_until_a_member_switches_them_on_and_only_there(
    client_for: ClientFor, add_member: Add
) -> None:
    await add_member()
    await add_member(email=MO, name="Mo Aydın")
    async with client_for("accounts") as here, client_for("accounts") as elsewhere:
        for client in (here, elsewhere):
            await sign_in(client)
        off = (await here.get(PROFILE)).text
        assert "js/keys" not in off
        assert "Ga naar de volgende rij" in off
        await post_form(here, CHOICE, {"wil": "ja"}, page=PROFILE)
        on = (await here.get(PROFILE)).text
        assert "js/keys" in on
        assert "De sneltoetsen staan aan in deze browser." in on
        assert "js/keys" not in (await elsewhere.get(PROFILE)).text
        await _become(here, MO)
        assert "js/keys" not in (await here.get(PROFILE)).text
        await _become(here, EMAIL)
        assert "js/keys" in (await here.get(PROFILE)).text
        await post_form(here, CHOICE, {"wil": "nee"}, page=PROFILE)
        assert "js/keys" not in (await here.get(PROFILE)).text
