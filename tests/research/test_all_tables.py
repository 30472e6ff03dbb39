"""What stands over all dossiers: meetings, the tasks of one member, and their numbers for the menu."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime

import httpx
import pytest
from sqlalchemy import update

from services.research.subscribers import facts
from services.research.tables import Dossier
from shared import clock
from shared.contracts.accounts import MorningBegunV1
from shared.contracts.research import TaskListMadeV1
from shared.database import Database
from shared.ids import new_id
from shared.staff.member import Member
from tests.browserlike import post_form, sign_in_as
from tests.builders import a_report_submitted
from tests.facts import deliver, said
from tests.pages import words_of
from tests.research.facts_heard import Databases, opened_dossier

DOSSIER = "/team/dossiers/D-26-001"
NOW = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)
ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]


@pytest.fixture
def research(databases: Databases) -> Database:
    return databases("research")


@pytest.fixture
async def signed_in(client_for: ClientFor, research: Database) -> AsyncIterator[tuple[httpx.AsyncClient, Member]]:
    with clock.frozen(NOW):
        async with client_for("research") as opened:
            member = await sign_in_as(opened, [research], name="Mo Yilmaz")
            await opened_dossier(research, a_report_submitted())
            yield opened, member


async def plan(client: httpx.AsyncClient, subject: str, day: str) -> str:
    here = f"{DOSSIER}/overleggen/{new_id()}"
    fields = {"subject": subject, "day": day, "starts": "14:00", "ends": "15:30", "meeting_place": "Huis van de Regio"}
    answer = await post_form(client, f"{here}/nieuw", fields, page=f"{DOSSIER}/overleggen/nieuw")
    assert answer.status_code == 303, answer.text
    return here


async def test_meetings_of_all_dossiers_stand_in_one_list_until_they_were(
    signed_in: tuple[httpx.AsyncClient, Member], research: Database
) -> None:
    client, _ = signed_in
    here = await plan(client, "later", "2026-12-03")
    await plan(client, "eerst", "2026-11-20")
    off = await plan(client, "toch niet", "2026-12-01")
    await post_form(client, f"{here}/deelnemers/{new_id()}", {"attendee_name": "Ans de Boer"}, page=here)
    await post_form(client, f"{off}/afzeggen", {"cancel_reason": "Niemand kan"}, page=f"{off}/afzeggen")
    coming = words_of((await client.get("/team/overleggen")).text)
    assert coming.index("eerst") < coming.index("later")
    assert "Vandaag" in coming
    assert "Huis van de Regio" in coming
    assert "toch niet" not in coming
    with clock.frozen(datetime(2026, 12, 2, 9, 0, tzinfo=UTC)):
        await sign_in_as(client, [research], name="Sanne de Vries")
        figures = (await client.get("/team/dossiers/aantal")).text
        over = words_of((await client.get("/team/overleggen?stand=geweest")).text)
    assert 'id="overleggen" data-figure="1"' in figures
    assert "eerst" in over
    assert "Nog geen verslag" in over
    assert "later" not in over.replace("Te laat", "")


async def test_my_open_tasks_are_listed_and_counted(signed_in: tuple[httpx.AsyncClient, Member]) -> None:
    client, member = signed_in
    assert "Je hebt nu geen taken in dossiers." in (await client.get("/team/mijn-werk/taken")).text
    for what, day in (("Bel de leverancier", "2026-11-25"), ("Lees de polis", "2026-11-20")):
        fields = {"what": what, "owner_id": str(member.id), "due_on": day}
        answer = await post_form(client, f"{DOSSIER}/taken/{new_id()}/nieuw", fields, page=DOSSIER)
        assert answer.status_code == 303, answer.text
    page = words_of((await client.get("/team/mijn-werk/taken")).text)
    figures = (await client.get("/team/dossiers/aantal")).text
    assert page.index("Lees de polis") < page.index("20 november vandaag") < page.index("Bel de leverancier")
    assert 'id="mijn-taken" data-figure="2"' in figures
    assert 'id="dossiers" data-figure="1"' in figures


async def test_what_a_member_has_to_do_is_said_when_a_day_begins(
    signed_in: tuple[httpx.AsyncClient, Member], research: Database
) -> None:
    client, member = signed_in
    await plan(client, "vandaag", "2026-11-20")
    await plan(client, "morgen", "2026-11-21")
    for what, day in (("Bel de leverancier", "2026-11-25"), ("Lees de polis", "2026-11-20")):
        fields = {"what": what, "owner_id": str(member.id), "due_on": day}
        await post_form(client, f"{DOSSIER}/taken/{new_id()}/nieuw", fields, page=DOSSIER)
    await deliver(research, facts, MorningBegunV1(list_id=new_id(), member_id=member.id, day=NOW.date()))
    (made,) = [one for one in await said(research) if isinstance(one, TaskListMadeV1)]
    assert [one.due_on.isoformat() for one in made.tasks] == ["2026-11-20"]
    assert made.tasks_in_all == 1
    assert [one.starts_at for one in made.meetings] == [datetime(2026, 11, 20, 13, 0, tzinfo=UTC)]


async def test_what_came_back_stands_above_my_tasks(
    signed_in: tuple[httpx.AsyncClient, Member], research: Database
) -> None:
    client, _ = signed_in
    assert "weer open" not in (await client.get("/team/mijn-werk/taken")).text
    async with research.transaction() as session:
        await session.execute(update(Dossier).values(came_back="silent"))
    page = (await client.get("/team/mijn-werk/taken")).text
    assert "Dossiers die weer open zijn" in page
    assert "Geen antwoord Sinds 20 november" in words_of(page)
