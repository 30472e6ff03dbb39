"""Somebody is helped by what is known: counted once for each browser, taken back, and nobody's words."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

import httpx
import pytest

from services.intake.subscribers import facts
from shared.contracts.intake import ReporterHelpedV1
from shared.contracts.research import DossierOpenedV1
from shared.database import Database
from shared.ids import new_id
from tests.browserlike import ORIGIN, TOKEN, post_form
from tests.builders import an_item_published
from tests.facts import deliver, said
from tests.intake.filled_in import STEP_ANSWERS

ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
ADDRESS = "/melden/geholpen/R02"
STORY = {"titel": "Nieuwe verwijzing voor dezelfde behandeling", "verhaal": "De poli vraagt elk jaar een verwijzing."}


@pytest.fixture
def intake(databases: Callable[[str], Database]) -> Database:
    return databases("intake")


async def _press(client: httpx.AsyncClient, address: str) -> httpx.Response:
    """Press the button on the page that asks or thanks; the address of the second one differs from the page's."""
    token = TOKEN.search((await client.get(ADDRESS)).text) or TOKEN.search((await client.get("/melden/1")).text)
    assert token
    return await client.post(address, data={"csrf_token": token.group(1)}, headers={"Origin": ORIGIN})


async def _told(intake: Database) -> list[bool]:
    return [one.helped for one in await said(intake) if isinstance(one, ReporterHelpedV1)]


async def test_who_is_helped_counts_once_for_each_browser(client_for: ClientFor, intake: Database) -> None:
    item = an_item_published()
    await deliver(intake, facts, item)
    async with client_for("intake") as client:
        asking = await client.get(ADDRESS)
        first, again = await _press(client, ADDRESS), await _press(client, ADDRESS)
        thanks = await client.get(first.headers["location"])
        client.cookies.clear()
        fresh = await client.get(ADDRESS)
        await _press(client, ADDRESS)
    assert "Ben je hiermee geholpen?" in asking.text
    assert first.headers["location"] == again.headers["location"] == ADDRESS
    assert "Fijn dat je geholpen bent" in thanks.text
    assert 'href="/melden/werkt-niet/R02"' in thanks.text
    assert "Ben je hiermee geholpen?" in fresh.text
    told = [one for one in await said(intake) if isinstance(one, ReporterHelpedV1)]
    assert [(one.item_id, one.helped) for one in told] == [(item.item_id, True)] * 2
    assert told[0].help_id != told[1].help_id


async def test_it_is_taken_back_once_and_may_be_said_again(client_for: ClientFor, intake: Database) -> None:
    await deliver(intake, facts, an_item_published())
    async with client_for("intake") as client:
        await _press(client, f"{ADDRESS}/toch-niet")
        assert await _told(intake) == []
        await _press(client, ADDRESS)
        for _ in range(2):
            back = await _press(client, f"{ADDRESS}/toch-niet")
        page = await client.get(back.headers["location"])
        await _press(client, ADDRESS)
    assert "Dit telt niet meer mee" in page.text
    assert await _told(intake) == [True, False, True]
    assert len({one.help_id for one in await said(intake) if isinstance(one, ReporterHelpedV1)}) == 1


async def test_two_items_are_two_ids_that_nobody_can_bring_together(client_for: ClientFor, intake: Database) -> None:
    for code in ("R02", "R03"):
        await deliver(intake, facts, an_item_published(code=code))
    async with client_for("intake") as client:
        await _press(client, ADDRESS)
        await _press(client, "/melden/geholpen/R03")
    ids = {one.help_id for one in await said(intake) if isinstance(one, ReporterHelpedV1)}
    assert len(ids) == 2


async def test_a_draft_is_kept_and_the_page_leads_back_to_it(client_for: ClientFor, intake: Database) -> None:
    await deliver(intake, facts, an_item_published())
    async with client_for("intake") as client:
        sent = await post_form(client, "/melden/1", STEP_ANSWERS[0] | STORY | {"vanWie": "hospital"})
        known = await client.get(sent.headers["location"])
        await _press(client, ADDRESS)
        thanks = await client.get(ADDRESS)
        step = await client.get("/melden/1")
    assert f'action="{ADDRESS}"' in known.text
    assert 'href="/melden/werkt-niet/R02"' in known.text
    assert 'href="/melden/2"' in thanks.text
    assert "bewaren we nog 14 dagen" in thanks.text
    assert STORY["verhaal"] in step.text


async def test_what_is_no_answer_or_gone_is_said_and_not_counted(client_for: ClientFor, intake: Database) -> None:
    dossier = DossierOpenedV1(dossier_id=new_id(), reference="D-26-001", title="Elk jaar een verwijzing")
    await deliver(intake, facts, dossier)
    await deliver(intake, facts, an_item_published(public=False))
    async with client_for("intake") as client:
        pages = [await client.get(ADDRESS), await client.get("/melden/geholpen/D-26-001")]
        pressed = [await _press(client, ADDRESS), await _press(client, "/melden/geholpen/D-26-001")]
    assert [one.status_code for one in (*pages, *pressed)] == [410] * 4
    assert await _told(intake) == []
