"""People are invited, get another role, pause and stop; and the team always has a lead."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx
import pytest
from sqlalchemy import select
from sqlmodel import col

from services.accounts import handlers
from services.accounts.domain import ChangedMeanwhile, LastLead, OwnAccount
from services.accounts.subscribers import facts
from services.accounts.tables import AuditEntry, Link, Member
from shared import clock
from shared.contracts.accounts import LinkAskedV1, MemberChangedV1, SessionEndedV1
from shared.contracts.notifier import MailSettledV1
from shared.contracts.vocabulary import MailState, Role
from shared.database import Database
from shared.ids import new_id
from shared.letters import secret_of
from shared.staff.member import Member as Colleague
from shared.web.navigation import PEOPLE, PROFILE
from tests.accounts.conftest import APP_PAGE, CODE_PAGE, EMAIL, PASSWORD, SIGN_IN, Add, sign_in
from tests.browserlike import post_form, settings_for_tests
from tests.facts import deliver, said
from tests.pages import open_form, send, words_of
from tests.telephone import Telephone

ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
NOON = datetime(2026, 11, 19, 12, tzinfo=UTC)
KEY = settings_for_tests().secret_key.get_secret_value()
NEW = "noor@voorbeeld.nl"
INVITED = {"naam": "Noor  Bakker", "e-mailadres": NEW, "rol": "researcher"}
CHOSEN = {"wachtwoord": "een heel ander wachtwoord"}


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[None]:
    with clock.frozen(NOON):
        yield


@pytest.fixture
async def lead(client_for: ClientFor, add_member: Add) -> AsyncIterator[httpx.AsyncClient]:
    await add_member(role=Role.LEAD)
    async with client_for("accounts") as client:
        await sign_in(client)
        yield client


async def _links(accounts: Database) -> list[str]:
    """The addresses in the mails that were asked for."""
    asked = [fact for fact in await said(accounts) if isinstance(fact, LinkAskedV1)]
    paths = {"invitation": "uitnodiging", "new_password": "wachtwoord"}
    return [f"{SIGN_IN}/{paths[one.kind.value]}/{secret_of(one.kind, one.seed, KEY)}" for one in asked]


async def _known(accounts: Database, email: str = NEW) -> Member:
    async with accounts.transaction() as session:
        return (await session.scalars(select(Member).where(col(Member.email) == email))).one()


async def _told(accounts: Database, member_id: UUID) -> list[tuple[int, str, bool]]:
    facts = [fact for fact in await said(accounts) if isinstance(fact, MemberChangedV1) and fact.member_id == member_id]
    return [(fact.revision, fact.role.value, fact.active) for fact in facts]


async def test_who_is_invited_chooses_a_password_sets_up_an_app_and_is_in(
    lead: httpx.AsyncClient, client_for: ClientFor, accounts: Database
) -> None:
    assert (await post_form(lead, f"{PEOPLE}/uitnodigen", INVITED)).headers["location"] == PEOPLE
    assert "Noor Bakker krijgt een mail" in words_of((await lead.get(PEOPLE)).text)
    member, (link,), telephone = await _known(accounts), await _links(accounts), Telephone()
    async with client_for("accounts") as client:
        assert "Dag Noor Bakker" in (await client.get(link)).text
        short = await post_form(client, link, {"wachtwoord": "te kort"})
        assert short.status_code == 422 and "minstens 15" in short.text
        assert (await post_form(client, link, CHOSEN)).headers["location"].startswith(CODE_PAGE)
        code = telephone.scan((await client.get(APP_PAGE)).text)
        telephone.keep((await post_form(client, APP_PAGE, {"code": code})).text)
        assert "noor@voorbeeld.nl" in (await client.get(PROFILE)).text
        again = await client.get(link)
        assert again.status_code == 410 and "Je hoort al bij het team" in again.text
    assert await _told(accounts, member.id) == [(1, "researcher", False), (2, "researcher", True)]


async def test_a_link_is_used_once_by_whoever_is_first(
    lead: httpx.AsyncClient, client_for: ClientFor, accounts: Database
) -> None:
    await post_form(lead, f"{PEOPLE}/uitnodigen", INVITED)
    (link,) = await _links(accounts)

    async with client_for("accounts") as one, client_for("accounts") as other:
        forms = [(client, await open_form(client, link, link)) for client in (one, other)]
        pressed = await asyncio.gather(*(send(client, form, CHOSEN) for client, form in forms))
    assert sorted(answer.status_code for answer in pressed) == [303, 410]
    assert len(await _told(accounts, (await _known(accounts)).id)) == 2


async def test_an_invitation_that_ran_out_asks_for_another_which_works(
    lead: httpx.AsyncClient, client_for: ClientFor, accounts: Database
) -> None:
    await post_form(lead, f"{PEOPLE}/uitnodigen", INVITED)
    (old,) = await _links(accounts)
    async with client_for("accounts") as client:
        with clock.frozen(NOON + timedelta(days=7)):
            page = await client.get(old)
            assert page.status_code == 410 and "Mail mij een nieuwe uitnodiging" in page.text
            for _ in range(2):
                await post_form(client, f"{old}/opnieuw", {}, page=SIGN_IN)
            _, new = await _links(accounts)
            assert (await client.get(old)).status_code == 404
            assert (await post_form(client, new, CHOSEN)).status_code == 303


async def test_an_invitation_is_sent_again_and_taken_back(
    lead: httpx.AsyncClient, client_for: ClientFor, accounts: Database
) -> None:
    await post_form(lead, f"{PEOPLE}/uitnodigen", INVITED)
    here = f"{PEOPLE}/{(await _known(accounts)).id}"
    await post_form(lead, f"{here}/uitnodiging", {}, page=here)
    assert "Er ging net al een mail uit." in (await lead.get(here)).text
    with clock.frozen(NOON + timedelta(minutes=2)):
        await post_form(lead, f"{here}/uitnodiging", {}, page=here)
        first, second = await _links(accounts)
        async with client_for("accounts") as client:
            assert (await client.get(first)).status_code == 404
            assert (await client.get(second)).status_code == 200
            await post_form(lead, f"{here}/stoppen", {})
            assert (await client.get(second)).status_code == 404
            assert (await post_form(client, second, CHOSEN, page=SIGN_IN)).status_code == 404
        assert "Gestopt" in words_of((await lead.get(here)).text)
    with clock.frozen(NOON + timedelta(hours=1)):
        await post_form(lead, f"{PEOPLE}/uitnodigen", INVITED | {"rol": "reader"})
    member = await _known(accounts)
    assert (member.state.value, member.role) == ("invited", "reader")


async def test_the_page_says_whether_an_invitation_came(lead: httpx.AsyncClient, accounts: Database) -> None:
    await post_form(lead, f"{PEOPLE}/uitnodigen", INVITED)
    here = f"{PEOPLE}/{(await _known(accounts)).id}"
    (first,) = [fact for fact in await said(accounts) if isinstance(fact, LinkAskedV1)]
    for state, text in ((None, "is onderweg"), (MailState.FAILED, "kwam niet aan"), (MailState.SENT, "is gemaild")):
        if state:
            await deliver(accounts, facts, MailSettledV1(mail_id=new_id(), about_id=first.letter_id, state=state))
        for page in (PEOPLE, here):
            assert f"De uitnodiging {text}" in (await lead.get(page)).text


async def test_somebody_of_the_team_is_not_invited_twice(lead: httpx.AsyncClient, accounts: Database) -> None:
    for typed in (INVITED | {"e-mailadres": EMAIL.upper()}, {}, INVITED | {"e-mailadres": "noor"}):
        assert (await post_form(lead, f"{PEOPLE}/uitnodigen", typed)).status_code == 422
    assert await _links(accounts) == []


async def test_a_role_a_pause_and_an_end_count_at_once(
    lead: httpx.AsyncClient, client_for: ClientFor, accounts: Database, add_member: Add
) -> None:
    member_id = await add_member(email=NEW, name="Noor Bakker")
    here = f"{PEOPLE}/{member_id}"
    async with client_for("accounts") as client:
        await sign_in(client, NEW)
        await post_form(lead, f"{here}/rol", {"rol": "reader", "gezien": "1"}, page=here)
        assert "Lezer" in (await client.get(PROFILE)).text
        await post_form(lead, f"{here}/pauze", {}, page=here)
        assert (await client.get(PROFILE)).status_code == 303
        refused = await post_form(client, SIGN_IN, {"e-mailadres": NEW, "wachtwoord": PASSWORD})
        assert refused.status_code == 422
        await post_form(lead, f"{here}/verder", {}, page=here)
        await sign_in(client, NEW)
        await post_form(lead, f"{here}/stoppen", {})
        assert (await client.get(PROFILE)).status_code == 303
    told = await _told(accounts, member_id)
    assert told == [
        (1, "editor", True),
        (2, "reader", True),
        (3, "reader", False),
        (4, "reader", True),
        (5, "reader", False),
    ]
    assert len([fact for fact in await said(accounts) if isinstance(fact, SessionEndedV1)]) == 2


async def test_two_leads_at_once_never_leave_the_team_without_one(accounts: Database, add_member: Add) -> None:
    leads = [await add_member(email=f"{name}@voorbeeld.nl", role=Role.LEAD) for name in ("a", "b")]

    async def end(mine: UUID, other: UUID) -> str:
        by = Colleague(mine, new_id(), "Een projectleider", Role.LEAD)
        try:
            async with accounts.transaction() as session:
                await handlers.end(session, other, by=by)
        except LastLead:
            return "last"
        return "ended"

    assert sorted(await asyncio.gather(end(*leads), end(*reversed(leads)))) == ["ended", "last"]


async def test_the_last_lead_stays_and_nobody_changes_their_own_role(accounts: Database, add_member: Add) -> None:
    lead = await add_member(role=Role.LEAD)
    other = await add_member(email=NEW, role=Role.ADMINISTRATOR)
    by = Colleague(other, new_id(), "Noor Bakker", Role.ADMINISTRATOR)
    async with accounts.transaction() as session:
        for change in (handlers.pause, handlers.end):
            with pytest.raises(LastLead):
                await change(session, lead, by=by)
        with pytest.raises(LastLead):
            await handlers.change_role(session, lead, Role.READER, by=by)
        with pytest.raises(OwnAccount):
            await handlers.change_role(session, other, Role.LEAD, by=by)


async def test_the_second_lead_who_changes_a_role_sees_that_it_was_changed(
    lead: httpx.AsyncClient, accounts: Database, add_member: Add
) -> None:
    member_id = await add_member(email=NEW)
    here = f"{PEOPLE}/{member_id}"
    async with accounts.transaction() as session:
        await handlers.change_role(session, member_id, Role.READER)
        with pytest.raises(ChangedMeanwhile):
            await handlers.change_role(session, member_id, Role.LEAD, seen=1)
    refused = await post_form(lead, f"{here}/rol", {"rol": "administrator", "gezien": "1"}, page=here)
    assert refused.status_code == 409 and "Iemand paste dit net aan." in refused.text
    assert (await _known(accounts)).role == "reader"


async def test_a_lead_frees_somebody_who_lost_the_app(
    lead: httpx.AsyncClient, client_for: ClientFor, accounts: Database, add_member: Add
) -> None:
    here = f"{PEOPLE}/{await add_member(email=NEW, role=Role.RESEARCHER)}"
    async with client_for("accounts") as client:
        await sign_in(client, NEW)
        assert "Maak de app los" in (await lead.get(here)).text
        await post_form(lead, f"{here}/app", {}, page=here)
        assert (await client.get(PROFILE)).status_code == 303
        await sign_in(client, NEW)
    async with accounts.transaction() as session:
        entries = {entry.action: entry for entry in await session.scalars(select(AuditEntry))}
    assert entries["app_taken_away"].actor_name == "Sanne de Vries"


@pytest.mark.parametrize("role", [Role.READER, Role.EDITOR, Role.RESEARCHER])
async def test_who_only_reads_sees_people_and_no_buttons(client_for: ClientFor, add_member: Add, role: Role) -> None:
    member_id = await add_member(role=role)
    async with client_for("accounts") as client:
        await sign_in(client)
        page = (await client.get(PEOPLE)).text
        assert "Sanne de Vries" in page and EMAIL not in page and f"{PEOPLE}/" not in page
        for address in (f"{PEOPLE}/uitnodigen", f"{PEOPLE}/{member_id}", f"{PEOPLE}/{member_id}/stoppen"):
            assert (await client.get(address)).status_code == 403
        assert (await post_form(client, f"{PEOPLE}/{member_id}/pauze", {}, page=PEOPLE)).status_code == 403


async def test_a_forgotten_password_is_chosen_anew_and_ends_every_session(
    client_for: ClientFor, accounts: Database, add_member: Add
) -> None:
    await add_member()
    forgotten = f"{SIGN_IN}/vergeten"
    async with client_for("accounts") as client, client_for("accounts") as elsewhere:
        await sign_in(elsewhere)
        pages = [
            (await post_form(client, forgotten, {"e-mailadres": email})).headers["location"]
            for email in ("wie@voorbeeld.nl", EMAIL, EMAIL)
        ]
        assert len(set(pages)) == 1
        (link,) = await _links(accounts)
        assert (await post_form(client, link, CHOSEN)).headers["location"] == "/team"
        assert (await client.get(PROFILE)).status_code == 200
        assert (await elsewhere.get(PROFILE)).status_code == 303
        assert "Je hebt hem al gebruikt." in (await elsewhere.get(link)).text
    with clock.frozen(NOON + timedelta(hours=2)):
        async with client_for("accounts") as client:
            await post_form(client, forgotten, {"e-mailadres": EMAIL})
            link = (await _links(accounts))[-1]
            with clock.frozen(NOON + timedelta(hours=3)):
                assert "De link gold een uur." in (await client.get(link)).text


async def test_no_more_than_five_links_go_to_one_address_in_an_hour(accounts: Database, add_member: Add) -> None:
    await add_member()
    for minute in range(0, 20, 2):
        with clock.frozen(NOON + timedelta(minutes=minute)):
            async with accounts.transaction() as session:
                await handlers.ask_new_password(session, EMAIL, key=KEY)
    assert len(await _links(accounts)) == 5


async def test_the_tables_alone_make_no_link(lead: httpx.AsyncClient, accounts: Database) -> None:
    await post_form(lead, f"{PEOPLE}/uitnodigen", INVITED)
    (link,) = await _links(accounts)
    async with accounts.transaction() as session:
        kept = (await session.scalars(select(Link))).one()
        entries = [entry.model_dump_json() for entry in await session.scalars(select(AuditEntry))]
    assert link.rpartition("/")[2].encode() not in kept.fingerprint
    assert not any(NEW in entry or EMAIL in entry for entry in entries)
