"""What the menu shows of triage."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

import httpx

from shared.contracts.vocabulary import Role
from shared.database import Database
from tests.browserlike import sign_in_as
from tests.triage.queueing import in_queue

ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]


async def test_the_menu_counts_what_waits_for_a_decision_and_what_i_handle_of_it(
    client_for: ClientFor, databases: Callable[[str], Database]
) -> None:
    triage = databases("triage")
    async with client_for("triage") as client:
        member = await sign_in_as(client, [triage], Role.READER)
        await in_queue(triage, 1)
        await in_queue(triage, 2, {"assigned_to": member.id})
        await in_queue(triage, 3, {"assigned_to": member.id, "state": "question_open"})
        told = await client.get("/team/triage/aantal")
        menu = (await client.get("/team/mijn-werk")).text
    assert 'id="wachtrij" data-figure="2"' in told.text
    assert 'id="mijn-meldingen" data-figure="1"' in told.text
    here = "triage=/team/triage/aantal"
    adds_up = f"{here}#mijn-meldingen {here}#mijn-meldingtaken research=/team/dossiers/aantal#mijn-taken"
    assert menu.count(f'data-adds-up="{adds_up}" hidden') == 2


async def test_a_stranger_is_told_nothing(client_for: ClientFor) -> None:
    async with client_for("triage") as client:
        assert (await client.get("/team/triage/aantal")).status_code == 303
