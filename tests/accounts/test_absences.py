"""Somebody of the team is away until a day: said by themselves or by who administers people, and over by itself."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, date, datetime
from uuid import UUID

import httpx
import pytest
from sqlalchemy import select, update
from sqlmodel import col

from services.accounts.handlers import mornings
from services.accounts.tables import AuditEntry, Member
from shared import clock
from shared.contracts.accounts import MemberChangedV1, MorningBegunV1
from shared.contracts.vocabulary import Role
from shared.database import Database
from shared.web.navigation import PEOPLE, PROFILE
from tests.accounts.conftest import EMAIL, Add, sign_in
from tests.browserlike import post_form
from tests.facts import said
from tests.pages import words_of
from tests.triage.test_pages import ClientFor

NOON = datetime(2026, 11, 19, 12, tzinfo=UTC)
MO = "mo@voorbeeld.nl"
THIRD = {"terug-op": "2026-12-03"}


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[None]:
    with clock.frozen(NOON):
        yield


@pytest.fixture
async def mo(add_member: Add) -> UUID:
    return await add_member(email=MO, name="Mo Aydın")


@pytest.fixture
async def client(client_for: ClientFor, add_member: Add, mo: UUID) -> AsyncIterator[httpx.AsyncClient]:
    await add_member(role=Role.ADMINISTRATOR)
    async with client_for("accounts") as client:
        await sign_in(client)
        yield client


async def _told(accounts: Database, name: str) -> list[tuple[date | None, UUID | None]]:
    facts = [fact for fact in await said(accounts) if isinstance(fact, MemberChangedV1) and fact.name == name]
    return [(fact.back_on, fact.stand_in_id) for fact in facts]


async def _go(client: httpx.AsyncClient, place: str = PROFILE, **typed: str) -> httpx.Response:
    return await post_form(client, f"{place}/weg", {**THIRD, **typed}, page=place)


async def test_who_says_it_is_away_until_the_day_itself(
    client: httpx.AsyncClient, accounts: Database, mo: UUID
) -> None:
    for _press in range(2):
        assert (await _go(client, invaller=str(mo))).headers["location"] == f"{PROFILE}#weg"
    page = words_of((await client.get(PROFILE)).text)
    assert "Je bent weg tot 3 december. Mo Aydın valt in." in page
    assert await _told(accounts, "Sanne de Vries") == [(None, None), (date(2026, 12, 3), mo)]
    # The last moment of the second of December in Amsterdam, and the first of the third.
    for moment, away in (
        (datetime(2026, 12, 2, 22, 59, tzinfo=UTC), True),
        (datetime(2026, 12, 2, 23, tzinfo=UTC), False),
    ):
        with clock.frozen(moment):
            async with accounts.transaction() as session:
                sanne = (await session.scalars(select(Member).where(col(Member.email) == EMAIL))).one()
                assert sanne.away is away


async def test_who_comes_back_sooner_is_here_at_once_and_the_log_has_both(
    client: httpx.AsyncClient, accounts: Database
) -> None:
    await _go(client)
    assert "Niemand valt in." in words_of((await client.get(PROFILE)).text)
    for _press in range(2):
        await post_form(client, f"{PROFILE}/terug", {}, page=PROFILE)
    assert "Ik ben er weer" not in (await client.get(PROFILE)).text
    assert await _told(accounts, "Sanne de Vries") == [(None, None), (date(2026, 12, 3), None), (None, None)]
    async with accounts.transaction() as session:
        actions = list(await session.scalars(select(col(AuditEntry.action))))
    assert (actions.count("member_away"), actions.count("member_back")) == (1, 1)
    assert "Weg tot 3 december" in words_of((await client.get("/team/beheer/logboek")).text)


@pytest.mark.parametrize(
    ("back_on", "sentence"),
    [
        ("2026-11-19", "Kies een dag na vandaag"),
        ("2026-11-18", "Kies een dag na vandaag"),
        ("2028-01-01", "hoogstens een jaar vooruit"),
        ("", "Vul in wanneer je er weer bent"),
        ("morgen", "Vul een datum in"),
    ],
)
async def test_only_a_day_ahead_counts(
    client: httpx.AsyncClient, accounts: Database, back_on: str, sentence: str
) -> None:
    refused = await post_form(client, f"{PROFILE}/weg", {"terug-op": back_on}, page=PROFILE)
    assert refused.status_code == 422 and sentence in refused.text
    assert await _told(accounts, "Sanne de Vries") == [(None, None)]


async def test_nobody_stands_in_for_a_stand_in_or_for_themselves(
    client: httpx.AsyncClient, accounts: Database, mo: UUID
) -> None:
    (sanne,) = [
        fact.member_id for fact in await said(accounts) if isinstance(fact, MemberChangedV1) and fact.member_id != mo
    ]
    page = f"{PEOPLE}/{mo}"
    assert (await _go(client, page, invaller=str(mo))).status_code == 422
    assert (await _go(client, page, invaller=str(sanne))).status_code == 303
    assert "weg tot 3 december" in (await client.get(page)).text
    assert "weg tot 3 december" in (await client.get(PEOPLE)).text
    refused = await _go(client, invaller=str(mo))
    assert refused.status_code == 422 and "Deze collega kan nu niet invallen" in refused.text
    await post_form(client, f"{page}/terug", {}, page=page)
    assert (await _go(client, invaller=str(mo))).status_code == 303


async def test_who_may_not_administer_says_it_of_nobody_else(
    client_for: ClientFor, add_member: Add, mo: UUID, accounts: Database
) -> None:
    sanne = await add_member()
    async with client_for("accounts") as client:
        await sign_in(client, MO)
        refused = await post_form(client, f"{PEOPLE}/{sanne}/weg", THIRD, page=PROFILE)
    assert refused.status_code == 403
    assert await _told(accounts, "Sanne de Vries") == [(None, None)]


async def test_no_list_goes_to_who_is_away_until_they_are_back(
    client: httpx.AsyncClient, accounts: Database, mo: UUID
) -> None:
    await _go(client)
    async with accounts.transaction() as session:
        await session.execute(update(Member).values(morning_list=True))
    for day in (2, 3):
        with clock.frozen(datetime(2026, 12, day, 6, tzinfo=UTC)):
            for _member in range(3):
                async with accounts.transaction() as session:
                    await mornings.begin_next(session)
    begun = [(one.member_id == mo, one.day.day) for one in await said(accounts) if isinstance(one, MorningBegunV1)]
    assert sorted(begun) == [(False, 3), (True, 2), (True, 3)]
