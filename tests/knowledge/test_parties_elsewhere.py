"""What the team says about organisations holds wherever one can be chosen."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import timedelta

import httpx
import pytest

from services.escalation.subscribers import facts as escalation_facts
from services.intake.subscribers import facts as intake_facts
from services.research.reading.dossier import offered
from services.research.repository import projections as research
from services.research.subscribers import facts as research_facts
from services.triage import repository as triage
from services.triage.subscribers import facts as triage_facts
from shared import clock
from shared.contracts.knowledge import ContactsListedV1, ListedContact, PartyListedV1
from shared.database import Database
from shared.messaging.subscribing import FactSubscribers
from tests.builders import a_party_listed, a_report_submitted
from tests.escalation.facts_heard import a_handover_decided, the_page
from tests.facts import deliver

Databases = Callable[[str], Database]
ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
PARTY = a_party_listed(name="Interventie Team")
GONE = PARTY.model_copy(update={"retired": True})


async def heard(database: Database, facts: FactSubscribers, *told: PartyListedV1) -> None:
    """Heard one after the other, said an hour apart."""
    for hours, fact in enumerate(told):
        with clock.frozen(clock.now() + timedelta(hours=hours)):
            await deliver(database, facts, fact)


async def to_choose_from(database: Database, service: str) -> list[str]:
    async with database.transaction() as session:
        if service == "triage":
            return [one.name for one in await triage.parties(session)]
        return [name for _, name in offered(await research.parties(session), None)]


@pytest.mark.parametrize(("service", "facts"), [("triage", triage_facts), ("research", research_facts)])
async def test_a_retired_one_is_offered_no_more_whatever_comes_first(
    databases: Databases, service: str, facts: FactSubscribers
) -> None:
    database = databases(service)
    await heard(database, facts, PARTY)
    assert await to_choose_from(database, service) == ["Interventie Team"]
    now = clock.now()
    with clock.frozen(now + timedelta(hours=2)):
        await deliver(database, facts, GONE)
    with clock.frozen(now + timedelta(hours=1)):
        await deliver(database, facts, PARTY)
    assert await to_choose_from(database, service) == []


async def test_where_it_was_chosen_it_can_be_chosen_again(databases: Databases) -> None:
    database = databases("research")
    await heard(database, research_facts, PARTY, GONE)
    async with database.transaction() as session:
        assert offered(await research.parties(session), PARTY.party_id) == [(PARTY.party_id, PARTY.name)]


async def test_the_form_suggests_what_is_on_the_list(databases: Databases, client_for: ClientFor) -> None:
    async with client_for("intake") as client:
        await heard(databases("intake"), intake_facts, PARTY)
        assert '<option value="Interventie Team">' in (await client.get("/melden/1")).text
        await heard(databases("intake"), intake_facts, PARTY, GONE)
        assert "Interventie Team" not in (await client.get("/melden/1")).text


def contacts(revision: int, *given: ListedContact) -> ContactsListedV1:
    return ContactsListedV1(party_id=PARTY.party_id, revision=revision, contacts=given)


async def test_a_file_starts_with_who_speaks_for_the_body_about_everything(databases: Databases) -> None:
    escalation, report = databases("escalation"), a_report_submitted()
    some = ListedContact(name="Ans", email="ans@hit.example", themes=("medication",))
    everything = ListedContact(name="Bo", email="bo@hit.example")
    for fact in (contacts(2, some, everything), contacts(1)):
        await deliver(escalation, escalation_facts, fact)
    await deliver(escalation, escalation_facts, report)
    decided = a_handover_decided(report_id=report.report_id, party_id=PARTY.party_id, party_name=PARTY.name)
    await deliver(escalation, escalation_facts, decided)
    found = await the_page(escalation)
    assert (found.handover.contact_name, found.handover.contact_email) == ("Bo", "bo@hit.example")
    assert [one["name"] for one in found.contacts] == ["Ans", "Bo"]
