"""A working day begins once for who wants a list of what waits for them."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from sqlalchemy import update

from services.accounts.domain import list_of
from services.accounts.handlers import mornings
from services.accounts.tables import Member
from shared import clock
from shared.contracts.accounts import ListAddressedV1, MorningBegunV1
from shared.database import Database
from tests.accounts.conftest import EMAIL, Add, sign_in
from tests.browserlike import post_form
from tests.facts import said
from tests.triage.test_pages import ClientFor


async def begun(accounts: Database, moment: datetime) -> list[tuple[UUID, date]]:
    """Let the job run at a moment; for whom which day began."""
    with clock.frozen(moment):
        while True:
            async with accounts.transaction() as session:
                if not await mornings.begin_next(session):
                    break
    return [(one.member_id, one.day) for one in await said(accounts) if isinstance(one, MorningBegunV1)]


async def wants(accounts: Database) -> None:
    async with accounts.transaction() as session:
        await session.execute(update(Member).values(morning_list=True))


@pytest.mark.parametrize(
    ("moment", "begins"),
    [
        (datetime(2026, 11, 23, 5, 29, tzinfo=UTC), False),
        (datetime(2026, 11, 23, 5, 30, tzinfo=UTC), True),
        (datetime(2026, 11, 23, 10, 59, tzinfo=UTC), True),
        (datetime(2026, 11, 23, 11, 0, tzinfo=UTC), False),
        (datetime(2026, 7, 6, 4, 30, tzinfo=UTC), True),  # summer time
        (datetime(2026, 3, 30, 4, 29, tzinfo=UTC), False),  # the Monday after the clocks changed
        (datetime(2026, 3, 30, 4, 30, tzinfo=UTC), True),
        (datetime(2026, 11, 22, 8, 0, tzinfo=UTC), False),  # Sunday
        (datetime(2026, 12, 25, 8, 0, tzinfo=UTC), False),  # Christmas
    ],
)
async def test_a_day_begins_at_half_past_six_on_working_days_until_noon(
    accounts: Database, add_member: Add, moment: datetime, begins: bool
) -> None:
    member_id = await add_member()
    assert await begun(accounts, moment) == []
    await wants(accounts)
    assert await begun(accounts, moment) == ([(member_id, clock.local_day(moment))] if begins else [])


async def test_it_begins_once_a_day_for_each_and_not_for_who_left(accounts: Database, add_member: Add) -> None:
    sanne, mo = await add_member(), await add_member(email="mo@voorbeeld.nl", name="Mo Aydın")
    await wants(accounts)
    monday, tuesday = (datetime(2026, 11, day, 6, 0, tzinfo=UTC) for day in (23, 24))
    assert {who for who, _ in await begun(accounts, monday)} == {sanne, mo}
    assert len(await begun(accounts, monday)) == 2
    async with accounts.transaction() as session:
        await session.execute(update(Member).where(Member.id == mo).values(active=False))  # type: ignore[arg-type]
    assert [who for who, day in await begun(accounts, tuesday) if day == date(2026, 11, 24)] == [sanne]
    addressed = [one for one in await said(accounts) if isinstance(one, ListAddressedV1)]
    assert {one.email for one in addressed} == {EMAIL, "mo@voorbeeld.nl"}
    assert addressed[0].list_id == list_of(addressed[0].member_id, date(2026, 11, 23))


async def test_the_profile_turns_it_on_from_the_next_day_and_off(
    accounts: Database, add_member: Add, client_for: ClientFor
) -> None:
    member_id = await add_member()
    with clock.frozen(datetime(2026, 11, 23, 8, 0, tzinfo=UTC)):
        async with client_for("accounts") as client:
            await sign_in(client)
            profile = "/team/profiel"
            on = await post_form(client, f"{profile}/ochtendlijst", {"wil": "ja"}, page=profile)
            assert on.headers["location"] == f"{profile}#ochtendlijst"
            assert "Zet de ochtendlijst uit" in (await client.get(profile)).text
            assert await begun(accounts, clock.now()) == []
            tomorrow = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
            assert await begun(accounts, tomorrow) == [(member_id, date(2026, 11, 24))]
            await post_form(client, f"{profile}/ochtendlijst", {"wil": "nee"}, page=profile)
            assert "Staat uit." in (await client.get(profile)).text
    assert len(await begun(accounts, datetime(2026, 11, 25, 6, 0, tzinfo=UTC))) == 1
