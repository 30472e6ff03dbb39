"""What a colleague sees of who is away: beside their name, and on the work page of who stands in."""

from collections.abc import Callable
from datetime import timedelta

from services.triage.subscribers import facts
from shared import clock
from shared.contracts.accounts import MemberChangedV1
from shared.contracts.vocabulary import Role
from shared.database import Database
from shared.dutch import date_text
from shared.ids import new_id
from shared.staff.known import choosable
from tests.browserlike import sign_in_as
from tests.facts import deliver
from tests.pages import words_of
from tests.triage.test_pages import ClientFor

WORK = "/team/mijn-werk"


async def test_who_stands_in_is_led_to_the_work_and_who_is_away_can_come_back(
    client_for: ClientFor, databases: Callable[[str], Database]
) -> None:
    triage, mo, back_on = databases("triage"), new_id(), clock.today() + timedelta(days=14)
    async with client_for("triage") as client:
        sanne = await sign_in_as(client, [triage])
        told = {"member_id": mo, "revision": 1, "name": "Mo Aydın", "role": Role.RESEARCHER, "active": True}
        told |= {"back_on": back_on, "stand_in_id": sanne.id}
        await deliver(triage, facts, MemberChangedV1.model_validate(told))
        called = f"Mo Aydın (weg tot {date_text(back_on)})"
        page = (await client.get(WORK)).text
        assert f"Je valt in voor {called}." in words_of(page) and f"wie={mo}" in page
        assert "Ik ben er weer" not in page
        async with triage.transaction() as session:
            assert (mo, called) in await choosable(session)
        own = {"member_id": sanne.id, "revision": 2, "name": sanne.name, "role": Role.LEAD, "active": True}
        await deliver(triage, facts, MemberChangedV1.model_validate(own | {"back_on": back_on}))
        assert f"Je staat als weg tot {date_text(back_on)}. Ik ben er weer" in words_of((await client.get(WORK)).text)
        with clock.frozen(clock.now() + timedelta(days=15)):
            async with triage.transaction() as session:
                assert (mo, "Mo Aydın") in await choosable(session)
