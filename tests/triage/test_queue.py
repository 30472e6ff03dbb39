"""The queue as a member meets it: tabs, filters in the address, and pages that hold while rows move."""

import re
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import Select, text
from sqlalchemy.ext.asyncio import AsyncSession

from services.triage.queue_filter import Kind, Order, Period, QueueFilter, View
from services.triage.reading import queue as reading
from services.triage.reading.queue import asked_by
from services.triage.repository import queue
from services.triage.repository.queue import Place
from shared import clock
from shared.contracts.doubts import DoubtReason
from shared.contracts.vocabulary import ImposedBy, Role
from shared.database import Database
from shared.ids import new_id
from shared.themes.theme import Theme
from tests.browserlike import sign_in_as
from tests.triage.queueing import QUEUE, address_of, in_queue, listed

ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
TODAY = clock.today()


@pytest.fixture
def triage(databases: Callable[[str], Database]) -> Database:
    return databases("triage")


@pytest.fixture
async def lead(client_for: ClientFor, triage: Database) -> AsyncIterator[httpx.AsyncClient]:
    """A member in front of the queue."""
    async with client_for("triage") as client:
        await sign_in_as(client, [triage])
        yield client


async def test_an_empty_queue_offers_something_else_to_do(lead: httpx.AsyncClient) -> None:
    page = await lead.get(QUEUE)
    assert "Niets te beoordelen." in page.text
    assert "/team/dossiers" in page.text


async def test_it_shows_deadline_hours_turn_and_handler(lead: httpx.AsyncClient, triage: Database) -> None:
    await in_queue(triage, 1, answer_by=TODAY - timedelta(days=2), minutes_per_month=360)
    page = await lead.get(QUEUE)
    for shown in ("2 dagen te laat", ">6<", "Wij", "Nog niemand", "1 is over de afgesproken tijd."):
        assert shown in page.text


async def test_the_oldest_deadline_comes_first_and_then_the_heaviest_or_the_heaviest_at_once(
    lead: httpx.AsyncClient, triage: Database
) -> None:
    await in_queue(triage, 1, answer_by=TODAY + timedelta(days=3), minutes_per_month=9000)
    await in_queue(triage, 2, answer_by=TODAY, minutes_per_month=10)
    await in_queue(triage, 3, answer_by=TODAY, minutes_per_month=900)
    page = await lead.get(QUEUE)
    assert listed(page) == [3, 2, 1]
    assert listed(await lead.get(address_of(page, Order.WEIGHT.label))) == [1, 3, 2]


async def test_each_tab_counts_and_lists_what_stands_under_it(lead: httpx.AsyncClient, triage: Database) -> None:
    moment = clock.now()
    await in_queue(triage, 1, {"resembles_id": new_id()})
    await in_queue(triage, 2, {"reaction": True})
    await in_queue(triage, 3, {"state": "question_open"})
    await in_queue(triage, 4, {"state": "linked", "added_at": moment, "dossier_id": new_id(), "resembles_id": new_id()})
    await in_queue(triage, 5, {"state": "linked", "changed_at": moment - timedelta(days=1)})
    await in_queue(triage, 6, {"state": "reopen_requested", "reaction": True, "due_on": TODAY + timedelta(days=1)})
    under = {view: listed(await lead.get(QUEUE, params={"lijst": view.value})) for view in View}
    assert {view: sorted(found) for view, found in under.items()} == {
        View.NEW: [1], View.REACTION: [2, 4, 6], View.QUESTION: [3], View.TO_LINK: [1], View.OPEN: [1, 2, 3, 6],
        View.HANDLED: [4, 5],
    }  # fmt: skip
    assert under[View.HANDLED] == [4, 5]
    async with triage.transaction() as session:
        counted = await queue.counts(session, clock.now())
    assert counted.tabs == {view: len(found) for view, found in under.items()}


FILTERS: list[tuple[dict[str, str], list[int]]] = [
    ({"q": "WONDZORG poli"}, [1]),
    ({"q": "rw-26-0002"}, [2]),
    ({"q": "de denkbeeldige"}, [2]),
    ({"q": "%"}, []),
    ({"van": "hospital"}, [1]),
    ({"regio": "Oost"}, [2]),
    ({"regio": "onbekend"}, [1, 3, 5]),
    ({"regio": "Nergens"}, []),
    ({"wie": "niemand"}, [2, 3, 4, 5]),
    ({"wie": "ik"}, [1]),
    ({"soort": "te-laat"}, [4]),
    ({"soort": "blijft-liggen"}, [3]),
    ({"soort": "ik-ook"}, [2]),
    ({"soort": "werkt-niet"}, [3]),
    ({"soort": "telefonisch"}, [4]),
    ({"soort": "terug"}, [5]),
    ({"soort": "bijlagen"}, []),
    ({"soort": "heropenen"}, []),
    ({"periode": "week"}, [1, 2]),
    ({"periode": "maand"}, [1, 2, 3]),
    ({"q": "wondzorg", "van": "health_insurer"}, []),
    ({"van": "bestaat-niet", "soort": "onzin", "wie": "geen id", "na": "nergens", "voor": "1_2_3"}, [1, 2, 3, 4, 5]),
]


async def test_filters_narrow_the_list_and_chips_take_them_off(client_for: ClientFor, triage: Database) -> None:
    now = clock.now()
    async with client_for("triage") as client:
        member = await sign_in_as(client, [triage])
        await in_queue(triage, 1, {"assigned_to": member.id}, story="De poli wil iets voor wondzorg.",
                       answer_by=TODAY,
                       imposed_by=ImposedBy.HOSPITAL, submitted_at=now)  # fmt: skip
        await in_queue(triage, 2, organisation="De Denkbeeldige", joins_report=new_id(), submitted_at=now,
                       region="Oost", answer_by=TODAY)  # fmt: skip
        await in_queue(triage, 3, {"changed_at": now - timedelta(days=11)}, doubts_item=new_id(),
                       doubts_reason=next(iter(DoubtReason)), submitted_at=now - timedelta(days=20),
                       answer_by=TODAY)  # fmt: skip
        await in_queue(triage, 4, answer_by=TODAY - timedelta(days=1), entered_by=new_id(), entered_by_name="Mo",
                       region="West & meer",
                       submitted_at=now - timedelta(days=80))  # fmt: skip
        await in_queue(triage, 5, {"came_back": "no_answer"}, submitted_at=now - timedelta(days=400))
        for asked, wanted in FILTERS:
            page = await client.get(QUEUE, params=asked)
            assert sorted(listed(page)) == wanted, asked
        found = await client.get(QUEUE, params={"q": "wondzorg", "wie": str(member.id), "periode": "week"})
        assert listed(found) == [1]
        for chip in ("Zoekt: wondzorg", f"Behandelaar: {member.name}", "Afgelopen 7 dagen"):
            assert len(QueueFilter.read(httpx.URL(address_of(found, chip)).params).asked()) == 3
        nothing = await client.get(QUEUE, params={"q": "bestaatniet"})
        assert "Geen meldingen met deze filters." in nothing.text
        assert listed(await client.get(address_of(nothing, "Wis alle filters"))) != []


async def test_a_filter_by_region_is_there_once_a_report_says_one(lead: httpx.AsyncClient, triage: Database) -> None:
    await in_queue(triage, 1)
    assert 'name="regio"' not in (await lead.get(QUEUE)).text
    oost = await in_queue(triage, 2, region="Oost")
    await in_queue(triage, 3, region="West")
    await in_queue(triage, 4, region="Oost")
    page = await lead.get(QUEUE, params={"regio": "Oost"})
    assert re.findall(r'<option value="([^"]*)"', page.text.partition('name="regio"')[2].partition("</select>")[0]) == [
        "", "Oost", "West", "onbekend",
    ]  # fmt: skip
    assert listed(await lead.get(address_of(page, "Regio: Oost"))) == listed(await lead.get(QUEUE))
    assert "Regio van de praktijk" in (await lead.get(f"{QUEUE}/{oost}")).text


async def test_pages_follow_each_other_while_rows_before_them_go_and_come(
    lead: httpx.AsyncClient, triage: Database
) -> None:
    ids = [await in_queue(triage, number, answer_by=TODAY, minutes_per_month=60) for number in range(1, 56)]
    order = sorted(range(1, 56), key=lambda number: str(ids[number - 1]))
    first = await lead.get(QUEUE)
    assert listed(first) == order[:25]
    assert "25 van 55 meldingen" in first.text
    # What was on the first page is decided, and something older comes in.
    async with triage.transaction() as session:
        await session.execute(
            text("update cases set state = 'closed' where report_id = :id"), {"id": ids[order[3] - 1]}
        )
    await in_queue(triage, 99, answer_by=TODAY - timedelta(days=9))
    second = await lead.get(address_of(first, "Volgende"))
    assert listed(second) == order[25:50]
    third = await lead.get(address_of(second, "Volgende"))
    assert listed(third) == order[50:]
    assert "Volgende" not in third.text
    assert listed(await lead.get(address_of(third, "Vorige"))) == order[25:50]
    left = [number for number in order[:25] if number != order[3]]
    assert listed(await lead.get(address_of(second, "Vorige"))) == [99, *left]


async def test_what_was_handled_is_paged_too_and_by_weight(lead: httpx.AsyncClient, triage: Database) -> None:
    moment = clock.now()
    for number in range(1, 28):
        await in_queue(triage, number, {"state": "closed", "changed_at": moment - timedelta(minutes=number)})
        await in_queue(triage, 100 + number, minutes_per_month=1000 - number)
    for asked, start in (({"lijst": "afgehandeld"}, 1), ({"eerst": "uren"}, 101)):
        first = await lead.get(QUEUE, params=asked)
        second = await lead.get(address_of(first, "Volgende"))
        assert listed(first) + listed(second) == list(range(start, start + 27))
        assert listed(await lead.get(address_of(second, "Vorige"))) == listed(first)


async def test_what_nobody_touches_is_pointed_out(lead: httpx.AsyncClient, triage: Database) -> None:
    await in_queue(triage, 1, {"changed_at": clock.now() - timedelta(days=12)})
    await in_queue(triage, 2)
    page = await lead.get(QUEUE)
    assert "Al 12 dagen stil" in page.text
    assert listed(await lead.get(address_of(page, "1 melding is al 10 dagen door niemand aangeraakt"))) == [1]


async def test_a_reader_can_look_but_not_choose(client_for: ClientFor, triage: Database) -> None:
    await in_queue(triage, 1)
    async with client_for("triage") as client:
        await sign_in_as(client, [triage], Role.READER)
        page = await client.get(QUEUE)
        assert 'name="gekozen"' not in page.text
        assert (await client.get(f"{QUEUE}/koppelen", params={"gekozen": "x"})).status_code == 403


PLACE: dict[bool, Place] = {
    True: (-60.0, date(2026, 11, 20), UUID(int=1)),
    False: (date(2026, 11, 20), -60.0, UUID(int=1)),
}


@pytest.mark.parametrize("view", list(View))
@pytest.mark.parametrize("order", list(Order))
async def test_every_list_can_be_walked_along_an_index(triage: Database, view: View, order: Order) -> None:
    asked = asked_by(QueueFilter(view, order=order), UUID(int=0))
    after = (clock.now(), UUID(int=1)) if view is View.HANDLED else PLACE[asked.wanted.is_by_weight]
    async with triage.transaction() as session:
        for way in ("seqscan", "bitmapscan", "sort"):
            await session.execute(text(f"set local enable_{way} = off"))
        plan = await _plan_of(session, queue.page_of(asked, 26, after, None))
    assert "Index Scan" in plan
    assert "Sort" not in plan


async def _plan_of(session: AsyncSession, statement: Select[Any]) -> str:
    dialect = session.get_bind().dialect
    written = statement.compile(dialect=dialect, compile_kwargs={"literal_binds": True})
    return "\n".join(await session.scalars(text(f"explain {written}")))


async def test_the_planner_knows_how_many_reports_came_by_phone_and_with_files(triage: Database) -> None:
    kept = "select pg_get_statisticsobjdef_expressions(oid) from pg_statistic_ext where stxrelid = 'cases'::regclass"
    async with triage.transaction() as session:
        expressions = " ".join(str(one) for one in await session.scalars(text(kept)))
    assert "entered_by_name" in expressions
    assert "attachments" in expressions


async def test_nobody_waits_for_a_count_that_is_more_than_enough(
    lead: httpx.AsyncClient, triage: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "COUNTED_AMONG_OTHERS", 1)
    monkeypatch.setattr(reading, "PAGE_SIZE", 2)
    for number in range(1, 4):
        await in_queue(triage, number)
    assert "2 van 3 meldingen" in (await lead.get(QUEUE)).text
    assert "2 van meer dan 1 meldingen" in (await lead.get(QUEUE, params={"wie": "niemand"})).text


def test_an_address_says_what_it_was_made_from() -> None:
    whole = QueueFilter(
        View.OPEN, "a b", ImposedBy.HOSPITAL, Theme("other"), "Oost", "ik", Kind.LATE, Period.WEEK, Order.WEIGHT
    )
    assert QueueFilter.read(whole.asked()) == whole
    assert QueueFilter.read({}).asked() == {"lijst": "te-beoordelen"}
