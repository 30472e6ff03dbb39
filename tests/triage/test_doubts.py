"""A practice says that an agreement does not work: the team sees which and why."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

import httpx
import pytest

from services.triage.subscribers import facts
from shared.contracts.doubts import DoubtReason
from shared.database import Database
from shared.ids import new_id
from tests.browserlike import sign_in_as
from tests.builders import an_item_published
from tests.facts import deliver
from tests.triage.waiting import a_case

ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]


@pytest.fixture
def triage(databases: Callable[[str], Database]) -> Database:
    return databases("triage")


async def test_the_case_names_the_agreement_and_the_reason(client_for: ClientFor, triage: Database) -> None:
    item = an_item_published()
    case = await a_case(triage, doubts_item=item.item_id, doubts_reason=DoubtReason.NOT_KEPT)
    async with client_for("triage") as client:
        await sign_in_as(client, [triage])
        before = await client.get(f"/team/triage/{case}")
        await deliver(triage, facts, item)
        after = await client.get(f"/team/triage/{case}")
    assert "een afspraak die hier nog niet bekend is: De ander houdt zich er niet aan." in " ".join(before.text.split())
    assert f'<a href="/kennis/R02">R02: {item.title}</a>: De ander houdt zich er niet aan.' in after.text


async def test_an_ordinary_case_says_nothing_of_it(client_for: ClientFor, triage: Database) -> None:
    case = await a_case(triage, report_id=new_id())
    async with client_for("triage") as client:
        await sign_in_as(client, [triage])
        assert "De afspraak werkt niet" not in (await client.get(f"/team/triage/{case}")).text
