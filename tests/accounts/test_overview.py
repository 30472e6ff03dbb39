"""One page with what may be arranged, and nothing on it that the reader may not open."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

import httpx
import pytest

from shared.contracts.vocabulary import Role
from shared.web.navigation import ADMINISTRATION, LOG, NAMES, PARKED, PARTIES, PEOPLE
from tests.accounts.conftest import Add, sign_in

ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]


@pytest.mark.parametrize(
    ("role", "offered"),
    [(Role.LEAD, {PEOPLE, PARTIES, LOG}), (Role.ADMINISTRATOR, {PEOPLE, PARTIES, LOG, NAMES, PARKED})],
)
async def test_it_lists_what_somebody_may_arrange(
    client_for: ClientFor, add_member: Add, role: Role, offered: set[str]
) -> None:
    await add_member(role=role)
    async with client_for("accounts") as client:
        await sign_in(client)
        shown = (await client.get(ADMINISTRATION)).text.partition("<main")[2]
    assert {place for place in (PEOPLE, PARTIES, LOG, NAMES, PARKED) if f'href="{place}"' in shown} == offered


async def test_it_is_not_for_who_arranges_nothing(client_for: ClientFor, add_member: Add) -> None:
    await add_member(role=Role.EDITOR)
    async with client_for("accounts") as client:
        await sign_in(client)
        assert (await client.get(ADMINISTRATION)).status_code == 403
        assert f'href="{ADMINISTRATION}"' not in (await client.get(PEOPLE)).text
