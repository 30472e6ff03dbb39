"""The page above the parked messages of all services."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

import httpx
import pytest

from deploy.services import existing, router_of, subscribers_of
from shared.contracts.vocabulary import Role
from shared.web.navigation import PARKED, PARKED_PLACES
from tests.accounts.conftest import Add, sign_in
from tests.browserlike import post_form
from tests.pages import words_of

ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]


def test_there_is_a_place_for_every_service_that_hears_facts_and_no_other() -> None:
    assert list(PARKED_PLACES) == [service for service in existing() if subscribers_of(service)]
    assert all(router_of(service) for service in PARKED_PLACES)


async def test_the_page_explains_and_leads_to_every_service(client_for: ClientFor, add_member: Add) -> None:
    await add_member(role=Role.ADMINISTRATOR)
    async with client_for("accounts") as client:
        await sign_in(client)
        answer = await client.get(PARKED)
    assert answer.status_code == 200
    assert "Wat is een geparkeerd bericht?" in words_of(answer.text)
    for place in PARKED_PLACES.values():
        assert f'<a href="{place.href}">' in answer.text
        assert f'hx-get="{place.href}/aantal"' in answer.text
    assert answer.text.count("Dit deel antwoordt niet") == len(PARKED_PLACES)


async def test_what_is_parked_at_accounts_itself_is_for_administrators_too(
    client_for: ClientFor, add_member: Add
) -> None:
    here = PARKED_PLACES["accounts"].href
    async with client_for("accounts") as client:
        assert (await client.get(here)).status_code == 303
        await add_member(role=Role.ADMINISTRATOR)
        await sign_in(client)
        assert (await client.get(here)).status_code == 200
        assert 'data-figure="0"' in (await client.get(f"{here}/aantal")).text


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
async def test_the_page_is_for_administrators(client_for: ClientFor, add_member: Add, role: Role) -> None:
    await add_member(role=role)
    async with client_for("accounts") as client:
        await sign_in(client)
        assert (await client.get(PARKED)).status_code == 403


async def test_after_signing_out_the_page_is_closed(client_for: ClientFor, add_member: Add) -> None:
    await add_member(role=Role.ADMINISTRATOR)
    async with client_for("accounts") as client:
        await sign_in(client)
        cookies = dict(client.cookies)
        await post_form(client, "/team/uitloggen", {}, page=PARKED)
        client.cookies.update(cookies)
        answer = await client.get(PARKED)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/team/inloggen?volgende={PARKED}")
