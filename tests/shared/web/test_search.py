"""One search over everything: references as they were meant, and every kind found by the service that keeps it."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

import httpx
import pytest
from sqlalchemy import insert

from services.escalation.subscribers import facts as escalation_facts
from services.knowledge import handlers as knowledge
from services.knowledge.tables import Party
from shared.contracts.vocabulary import ImposedBy, Role
from shared.database import Database
from shared.ids import new_id
from shared.web.search import DOSSIERS, HANDOVERS, KINDS, REPORTS, Kind, typed
from tests.accounts.conftest import EMAIL, accounts, accounts_environment, add_member, sign_in
from tests.browserlike import post_form, sign_in_as
from tests.builders import a_report_submitted
from tests.escalation.facts_heard import HIT, a_dossier_concluded
from tests.facts import deliver
from tests.knowledge.catalogues import a_catalogue, an_entry
from tests.pages import words_of
from tests.research.facts_heard import opened_dossier
from tests.triage.queueing import in_queue

__all__ = ("accounts", "accounts_environment", "add_member")

ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
Databases = Callable[[str], Database]
NOTHING = "Hier is niets over gevonden."


@pytest.mark.parametrize(
    ("given", "kind", "meant"),
    [
        ("RW-26-0418", REPORTS, "RW-26-0418"),
        (" rw 26 418.", REPORTS, "RW-26-0418"),
        ("rw260418", REPORTS, "RW-26-0418"),
        ("d-26-14", DOSSIERS, "D-26-014"),
        ("H 26 003", HANDOVERS, "H-26-003"),
        ("RW-26-0418", DOSSIERS, ""),
        ("26-0418", REPORTS, ""),
        ("RW-26-0418 stoma", REPORTS, ""),
    ],
)
def test_a_reference_is_taken_as_it_was_meant(given: str, kind: Kind, meant: str) -> None:
    assert kind.reference(given) == meant


def test_what_is_typed_is_one_line_of_bearable_length() -> None:
    assert typed("  twee\n woorden\0 ") == "twee woorden"
    assert len(typed("x" * 1000)) == 100


async def test_everything_stands_on_one_page_and_a_reference_goes_straight_on(
    client_for: ClientFor, add_member: Callable[..., object]
) -> None:
    async with client_for("accounts") as client:
        assert (await client.get("/team/zoek?q=stoma")).status_code == 303
        await add_member()  # type: ignore[misc]
        await sign_in(client, EMAIL)
        found = (await client.get("/team/zoek?q=stoma %26 zo")).text
        straight = await client.get("/team/zoek?q=d 26 1")
        empty = words_of((await client.get("/team/zoek")).text)
    for kind in KINDS:
        address = kind.address("stoma & zo").replace("&", "&amp;")
        assert f'href="{address}"' in found
        assert f'hx-get="{address}&amp;kort=ja"' in found
    assert 'value="stoma &amp; zo"' in found
    assert straight.headers["location"] == DOSSIERS.address("D-26-001")
    assert "Namen van melders en praktijken vind je hier niet." in empty


async def test_cases_are_found_whatever_became_of_them(client_for: ClientFor, databases: Databases) -> None:
    triage = databases("triage")
    first = await in_queue(triage, 1, title="Stomamateriaal elk jaar")
    await in_queue(triage, 2, {"state": "closed"}, title="Stomazakjes op recept")
    await in_queue(triage, 3, title="Iets anders", organisation="Zorgverzekeraar De Stoma")
    await in_queue(triage, 4, title="100% anders")
    async with client_for("triage") as client:
        await sign_in_as(client, [triage], Role.READER)

        async def find(words: str) -> str:
            return words_of((await client.get("/team/zoek/meldingen", params={"q": words})).text)

        found, both, percent, unknown = [await find(q) for q in ("STOMA", "stoma recept", "100%", "RW-26-0999")]
        straight = await client.get("/team/zoek/meldingen?q=rw 26 1")
        few = words_of((await client.get("/team/zoek/meldingen?q=0&kort=ja")).text)
    assert "Meldingen 3" in found
    assert "Stomazakjes op recept" in found
    assert "Meldingen 1" in both
    assert "100% anders" in percent
    assert "Iets anders" not in percent
    assert NOTHING in unknown
    assert "Twee letters zijn genoeg." in few
    assert (straight.status_code, straight.headers["location"]) == (303, f"/team/triage/{first}")


async def test_more_than_a_page_is_leafed_through_and_the_page_of_all_shows_the_first(
    client_for: ClientFor, databases: Databases
) -> None:
    triage = databases("triage")
    for number in range(1, 28):
        await in_queue(triage, number, title="Zilverpapier")
    async with client_for("triage") as client:
        await sign_in_as(client, [triage])
        few = (await client.get("/team/zoek/meldingen?q=zilver&kort=ja")).text
        second = words_of((await client.get("/team/zoek/meldingen?q=zilver&pagina=2")).text)
    assert few.count('class="ref"') == 5
    assert "Bekijk alle 27 van Meldingen" in words_of(few)
    assert "26 tot en met 27 van 27" in second


async def test_dossiers_and_meetings_are_found_by_what_stands_in_their_lists(
    client_for: ClientFor, databases: Databases
) -> None:
    research, here = databases("research"), "/team/dossiers/D-26-001"
    await opened_dossier(research, a_report_submitted())
    stakeholder = {"organisation": "De Poolster", "role": "Maakt de regel", "influence": "3", "stance": "doubts"}
    meeting = {
        "subject": "de poolse regel",
        "day": "2031-03-04",
        "starts": "14:00",
        "ends": "15:00",
        "meeting_place": "Hier",
    }
    async with client_for("research") as client:
        await sign_in_as(client, [research])

        async def find(kind: str, words: str) -> str:
            return words_of((await client.get(f"/team/zoek/{kind}", params={"q": words})).text)

        assert (await client.get("/team/zoek/dossiers?q=D 26 1")).headers["location"] == here
        assert NOTHING in await find("dossiers", "poolster")
        await post_form(client, f"{here}/betrokkenen/{new_id()}/nieuw", stakeholder, page=here)
        plan = f"{here}/overleggen/{new_id()}/nieuw"
        await post_form(client, plan, meeting, page=f"{here}/overleggen/nieuw")
        assert "Dossiers 1" in await find("dossiers", "poolSTER stoma")
        assert "Overleggen 1" in await find("overleggen", "poolse")
        assert NOTHING in await find("overleggen", "poolster")


async def test_handovers_items_and_organisations_are_found(client_for: ClientFor, databases: Databases) -> None:
    escalation, items = databases("escalation"), databases("knowledge")
    await deliver(escalation, escalation_facts, HIT)
    await deliver(escalation, escalation_facts, a_dossier_concluded(party_id=HIT.party_id))
    party = {"id": new_id(), "key": "poolster", "name": "Ziekenhuis De Poolster", "kind": ImposedBy.HOSPITAL.value}
    async with items.transaction() as session:
        await knowledge.import_catalogue(session, a_catalogue(an_entry(id="R07", title="Stomamateriaal")), demo=False)
        await session.execute(insert(Party).values(**party, takes_handovers=False))
    async with client_for("escalation", "knowledge") as client:
        await sign_in_as(client, [escalation, items], Role.READER)

        async def find(kind: str, words: str) -> httpx.Response:
            return await client.get(f"/team/zoek/{kind}", params={"q": words})

        assert "Doorzettingen 1" in words_of((await find("doorzetten", "stomamateriaal machtiging")).text)
        assert (await find("doorzetten", "h-26-1")).status_code in (200, 303)
        assert "Kennis 1" in words_of((await find("kennis", "stomamateriaal")).text)
        assert (await find("kennis", "r07")).headers["location"] == "/kennis/R07"
        assert "Ziekenhuis De Poolster" in (await find("organisaties", "poolster")).text
        assert NOTHING in words_of((await find("organisaties", "xyzzy")).text)
