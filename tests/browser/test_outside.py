"""Every page of the desk from the outside: what it weighs, and what tabs, history and screen readers call it."""

import re
from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio

from tests.browser.places import FIXED, start_draft
from tests.browser.who import DRAFTER, VISITOR
from tests.practice import visitor
from tests.system import RunningSystem

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
MOST_BYTES = 60_000  # of the 70 kB of a first visit: what is known grows
HEADERS = 600  # bytes of an answer that are not its content
LOADED = re.compile(r'(?:href|src)="(/static/[^"#]+)')
OF_THE_DESK = [name for name, (who, _) in FIXED.items() if who in (VISITOR, DRAFTER)]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def drafter(running_system: RunningSystem) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody half-way the form."""
    async with visitor(running_system.web) as client:
        await start_draft(client)
        yield client


async def test_a_first_visit_to_any_page_stays_well_under_70_kilobytes(
    drafter: httpx.AsyncClient, practice: httpx.AsyncClient
) -> None:
    sizes: dict[str, int] = {}
    for name in OF_THE_DESK:
        who, address = FIXED[name]
        sizes[name] = await _first_visit(drafter if who == DRAFTER else practice, address)
    assert {name: size for name, size in sizes.items() if size > MOST_BYTES} == {}


async def test_each_page_has_a_title_of_its_own(drafter: httpx.AsyncClient, practice: httpx.AsyncClient) -> None:
    titles: dict[str, str] = {}
    for name in OF_THE_DESK:
        who, address = FIXED[name]
        answer = await (drafter if who == DRAFTER else practice).get(address)
        found = re.search("<title>(.+) [|] RegelWijzer</title>", answer.text)
        assert found, name
        if answer.status_code < 400:
            assert titles.setdefault(found[1], address) == address
    assert len(titles) > 20


async def _first_visit(client: httpx.AsyncClient, address: str) -> int:
    answer = await client.get(address)
    loaded = sorted(set(LOADED.findall(answer.text)))
    assert len(loaded) > 3
    return sum([_weight(answer), *[_weight(await client.get(one)) for one in loaded]])


def _weight(answer: httpx.Response) -> int:
    return answer.num_bytes_downloaded + HEADERS
