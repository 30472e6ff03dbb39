"""Rules give new reports to somebody by themselves, once, and say so."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from services.triage import repository
from services.triage.routing import Told, rule_for
from services.triage.subscribers import facts
from services.triage.tables import RoutingRule
from shared import clock
from shared.contracts.accounts import MemberChangedV1
from shared.contracts.likeness import KnownKind
from shared.contracts.vocabulary import ImposedBy, Role, Theme
from shared.database import Database
from shared.dutch import date_text
from shared.ids import new_id
from shared.web.navigation import ROUTING
from tests.browserlike import post_form, sign_in_as
from tests.builders import an_item_published
from tests.facts import deliver
from tests.pages import link_to, submit
from tests.triage.queueing import QUEUE, in_queue, resembles

ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
MO, FATMA = new_id(), new_id()


def a_rule(place: int, member_id: UUID = MO, **asked: Any) -> RoutingRule:
    return RoutingRule(id=new_id(), place=place, member_id=member_id, since=clock.now(), **asked)


@pytest.fixture
def triage(databases: Callable[[str], Database]) -> Database:
    return databases("triage")


@pytest.fixture
async def lead(client_for: ClientFor, triage: Database) -> AsyncIterator[httpx.AsyncClient]:
    async with client_for("triage") as client:
        await sign_in_as(client, [triage])
        for member_id, name in ((MO, "Mo Yilmaz"), (FATMA, "Fatma Kaya")):
            await _member(triage, member_id, name)
        yield client


async def _member(triage: Database, member_id: UUID, name: str, revision: int = 1, *, active: bool = True) -> None:
    fact = MemberChangedV1(member_id=member_id, revision=revision, name=name, role=Role.RESEARCHER, active=active)
    await deliver(triage, facts, fact)


async def _rule(client: httpx.AsyncClient, member_id: UUID, **asked: str) -> None:
    sent = await post_form(client, f"{ROUTING}/nieuw", {"member_id": str(member_id), "doe": "bewaren", **asked})
    assert sent.status_code == 303, sent.text


async def _handler(triage: Database, report_id: UUID) -> UUID | None:
    async with triage.transaction() as session:
        case = await repository.case(session, report_id)
    assert case
    return case.assigned_to


def test_the_first_rule_that_holds_counts_and_one_without_its_person_is_passed_over() -> None:
    here = {MO, FATMA}
    about = a_rule(1, theme="medication")
    insurer = a_rule(2, FATMA, imposed_by="health_insurer", region="Oost")
    told = Told("medication", "health_insurer", "Oost")
    assert rule_for([about, insurer], told, here) is about
    assert rule_for([about, insurer], told, {FATMA}) is insurer
    assert rule_for([about, insurer], Told(None, "health_insurer", "West"), here) is None
    # What it is about may still decide for an earlier rule, and never for a later one.
    unknown = Told(None, "health_insurer", "Oost", theme_known=False)
    assert (rule_for([about, insurer], unknown, here), rule_for([insurer, about], unknown, here)) == (None, insurer)


async def test_a_new_report_gets_somebody_as_soon_as_a_rule_holds(lead: httpx.AsyncClient, triage: Database) -> None:
    item = an_item_published(theme=Theme.MEDICATION)
    await deliver(triage, facts, item)
    before = await in_queue(triage, 1, submitted_at=clock.now())
    await _rule(lead, MO, theme="medication")
    await _rule(lead, FATMA, imposed_by="hospital")
    new = await in_queue(triage, 2, imposed_by=ImposedBy.HOSPITAL, submitted_at=clock.now())
    assert await _handler(triage, new) is None
    for report_id in (before, new):
        await resembles(triage, report_id, (KnownKind.AGREEMENT, item.item_id, 0.8))
    assert (await _handler(triage, before), await _handler(triage, new)) == (None, MO)
    said = "Behandelaar: Mo Yilmaz. Uitgedeeld door regel ‘Thema Medicatie en recept’."
    assert said in (await lead.get(f"{QUEUE}/{new}")).text
    other = await in_queue(triage, 3, imposed_by=ImposedBy.HOSPITAL, submitted_at=clock.now())
    await resembles(triage, other)
    assert await _handler(triage, other) == FATMA


async def test_what_a_person_gave_back_is_not_handed_out_again(lead: httpx.AsyncClient, triage: Database) -> None:
    await _rule(lead, MO, imposed_by="hospital")
    report_id = await in_queue(triage, 1, imposed_by=ImposedBy.HOSPITAL, submitted_at=clock.now())
    assert await _handler(triage, report_id) == MO
    await submit(lead, f"{QUEUE}/{report_id}", "/behandelaar", {"handler": "niemand"})
    assert await _handler(triage, report_id) is None
    await resembles(triage, report_id)
    assert await _handler(triage, report_id) is None


async def test_who_left_gets_nothing_and_the_page_says_so(lead: httpx.AsyncClient, triage: Database) -> None:
    await _rule(lead, MO, imposed_by="hospital")
    await _rule(lead, FATMA)
    await _member(triage, MO, "Mo Yilmaz", 2, active=False)
    report_id = await in_queue(triage, 1, imposed_by=ImposedBy.HOSPITAL, submitted_at=clock.now())
    assert await _handler(triage, report_id) == FATMA
    assert "Slaan we over: Mo Yilmaz kan nu geen meldingen krijgen." in (await lead.get(ROUTING)).text


async def _away(triage: Database, member_id: UUID, name: str, stand_in_id: UUID) -> None:
    fact = MemberChangedV1(
        member_id=member_id,
        revision=9,
        name=name,
        role=Role.RESEARCHER,
        active=True,
        back_on=clock.today() + timedelta(days=14),
        stand_in_id=stand_in_id,
    )
    await deliver(triage, facts, fact)


async def test_what_comes_for_who_is_away_goes_to_who_stands_in(lead: httpx.AsyncClient, triage: Database) -> None:
    await _rule(lead, MO, imposed_by="hospital")
    await _away(triage, MO, "Mo Yilmaz", FATMA)
    until = date_text(clock.today() + timedelta(days=14))
    assert f"Mo Yilmaz is weg tot {until}. Fatma Kaya krijgt ze nu." in (await lead.get(ROUTING)).text
    report_id = await in_queue(triage, 1, imposed_by=ImposedBy.HOSPITAL, submitted_at=clock.now())
    assert await _handler(triage, report_id) == FATMA
    page = (await lead.get(f"{QUEUE}/{report_id}")).text
    by_rule = "Behandelaar: Fatma Kaya. Uitgedeeld door regel ‘Van Ziekenhuis of specialist’."
    assert f"{by_rule} Valt in voor Mo Yilmaz (weg tot {until})." in page
    assert f">Mo Yilmaz (weg tot {until})</option>" in page
    with clock.frozen(clock.now() + timedelta(days=15)):
        later = await in_queue(triage, 2, imposed_by=ImposedBy.HOSPITAL, submitted_at=clock.now())
        assert await _handler(triage, later) == MO


async def test_without_a_stand_in_who_is_here_it_waits_for_a_person(lead: httpx.AsyncClient, triage: Database) -> None:
    await _rule(lead, MO, imposed_by="hospital")
    await _away(triage, FATMA, "Fatma Kaya", MO)
    await _away(triage, MO, "Mo Yilmaz", FATMA)
    report_id = await in_queue(triage, 1, imposed_by=ImposedBy.HOSPITAL, submitted_at=clock.now())
    assert await _handler(triage, report_id) is None
    page = (await lead.get(f"{QUEUE}/{report_id}")).text
    assert "Behandelaar: niemand. Regel ‘Van Ziekenhuis of specialist’ is voor Mo Yilmaz (weg tot" in page
    assert "Niemand valt in: ze blijven van niemand." in (await lead.get(ROUTING)).text


async def test_rules_are_tried_ordered_changed_and_taken_away(lead: httpx.AsyncClient, triage: Database) -> None:
    await in_queue(triage, 1, imposed_by=ImposedBy.HOSPITAL, region="Oost")
    typed = {"member_id": str(MO), "imposed_by": "hospital"}
    tried = await post_form(lead, f"{ROUTING}/nieuw", {**typed, "doe": "proberen"})
    assert (tried.status_code, "RW-26-0001" in tried.text) == (200, True)
    assert "nog geen regels" in (await lead.get(ROUTING)).text
    for _ in range(2):  # pressed twice
        await _rule(lead, MO, imposed_by="hospital")
    await _rule(lead, FATMA, region="Oost")
    listed = await lead.get(ROUTING)
    assert "1. Van Ziekenhuis of specialist" in listed.text
    first = link_to(listed.text, f"{ROUTING}/[0-9a-f-]{{36}}")
    for _ in range(2):  # pressed twice
        await post_form(lead, f"{first}/verplaatsen", {"plaats": "1", "waarheen": "later"}, page=ROUTING)
        assert "1. Regio Oost" in (await lead.get(ROUTING)).text
    for theme, said in (("home_care", "Opgeslagen."), ("medication", "paste deze regel net aan")):
        changed = {"member_id": str(FATMA), "theme": theme, "revision": "1", "doe": "bewaren"}
        sent = await post_form(lead, first, changed)
        assert said in (await lead.get(sent.headers["location"])).text
    await post_form(lead, f"{first}/weghalen", {}, page=first)
    assert "Haalde een regel weg: Thema Thuiszorg → Fatma Kaya." in (await lead.get(ROUTING)).text
    assert (await lead.get(first)).status_code == 404


@pytest.mark.parametrize(
    "wrong", [{"member_id": ""}, {"member_id": str(new_id())}, {"region": "Verzonnen"}, {"theme": "x"}]
)
async def test_a_rule_that_cannot_be_is_refused(lead: httpx.AsyncClient, wrong: dict[str, str]) -> None:
    typed = {"member_id": str(MO), "doe": "bewaren"} | wrong
    assert (await post_form(lead, f"{ROUTING}/nieuw", typed)).status_code == 422


async def test_who_does_not_arrange_may_not(client_for: ClientFor, triage: Database) -> None:
    async with client_for("triage") as client:
        await sign_in_as(client, [triage], role=Role.RESEARCHER)
        assert (await client.get(ROUTING)).status_code == 403
