"""Who is on the team, and what the other services hear of it."""

import pytest
from sqlalchemy import select

from services.accounts import handlers
from services.accounts.demo import DEMO_MEMBERS, DEMO_PASSWORD, add_demo_members
from services.accounts.domain import ChangedMeanwhile, EmailTaken, SignedIn, UnknownMember, WeakPassword
from services.accounts.tables import AuditEntry, Member
from shared.contracts.accounts import MemberChangedV1, SessionEndedV1
from shared.contracts.vocabulary import Role
from shared.database import Database
from shared.ids import new_id
from shared.staff.member import Member as Colleague
from tests.accounts.conftest import EMAIL, HOME, PASSWORD, Add
from tests.facts import said

ADMINISTRATOR = Colleague(new_id(), new_id(), "Peter Jansen", Role.ADMINISTRATOR)


async def _audit(database: Database) -> list[AuditEntry]:
    async with database.transaction() as session:
        return list(await session.scalars(select(AuditEntry).order_by("id")))


async def test_a_new_member_is_told_to_all_and_noted(accounts: Database, add_member: Add) -> None:
    member_id = await add_member()
    told = MemberChangedV1(member_id=member_id, revision=1, name="Sanne de Vries", role=Role.EDITOR, active=True)
    assert await said(accounts) == [told]
    (entry,) = await _audit(accounts)
    assert (entry.action, entry.member_id, entry.member_name) == ("member_added", member_id, "Sanne de Vries")
    assert entry.details == {"role": "editor"}


async def test_no_password_and_no_email_address_is_said_or_noted(accounts: Database, add_member: Add) -> None:
    await add_member()
    async with accounts.transaction() as session:
        member = await session.scalar(select(Member))
    kept = [*await said(accounts), *await _audit(accounts)]
    assert member and member.password_hash and member.password_hash.startswith("$argon2id$v=19$m=16,t=2,p=1$")
    assert PASSWORD not in member.model_dump_json()
    for one in kept:
        assert EMAIL not in one.model_dump_json() and PASSWORD not in one.model_dump_json()


async def test_an_email_address_belongs_to_one_member_in_whatever_case(accounts: Database, add_member: Add) -> None:
    await add_member()
    with pytest.raises(EmailTaken):
        await add_member(email=f" {EMAIL.upper()} ", name="Iemand anders")
    assert len(await said(accounts)) == 1


async def test_a_weak_password_makes_no_member(accounts: Database) -> None:
    with pytest.raises(WeakPassword):
        async with accounts.transaction() as session:
            await handlers.add_member(session, name="Sanne", email=EMAIL, role=Role.LEAD, password="te kort")
    assert await said(accounts) == []


async def test_another_role_is_told_once(accounts: Database, add_member: Add) -> None:
    member_id = await add_member()
    for _ in range(2):
        async with accounts.transaction() as session:
            await handlers.change_role(session, member_id, Role.READER, by=ADMINISTRATOR)
    told = MemberChangedV1(member_id=member_id, revision=2, name="Sanne de Vries", role=Role.READER, active=True)
    assert (await said(accounts))[1:] == [told]
    (entry,) = (await _audit(accounts))[1:]
    assert (entry.action, entry.actor_name, entry.member_id) == ("role_changed", "Peter Jansen", member_id)
    assert entry.details == {"before": "editor", "after": "reader"}


async def test_who_leaves_is_out_everywhere_at_once(accounts: Database, add_member: Add) -> None:
    member_id = await add_member()
    async with accounts.transaction() as session:
        signed_in = await handlers.sign_in(session, email=EMAIL, password=PASSWORD, address=HOME)
    assert isinstance(signed_in, SignedIn)
    async with accounts.transaction() as session:
        await handlers.end(session, member_id, by=ADMINISTRATOR)
    async with accounts.transaction() as session:
        with pytest.raises(ChangedMeanwhile):
            await handlers.end(session, member_id, by=ADMINISTRATOR)
    _, changed, ended = await said(accounts)
    assert isinstance(changed, MemberChangedV1) and (changed.revision, changed.active) == (2, False)
    assert isinstance(ended, SessionEndedV1)
    assert [entry.action for entry in await _audit(accounts)] == [
        "member_added",
        "signed_in",
        "member_ended",
        "signed_out",
    ]


async def test_nobody_is_changed_who_is_not_there(accounts: Database) -> None:
    async with accounts.transaction() as session:
        with pytest.raises(UnknownMember):
            await handlers.change_role(session, new_id(), Role.READER)
        with pytest.raises(UnknownMember):
            await handlers.end(session, new_id())


async def test_the_demo_members_come_once_and_can_sign_in(accounts: Database) -> None:
    for _ in range(2):
        async with accounts.transaction() as session:
            await add_demo_members(session)
    assert len(await said(accounts)) == len(DEMO_MEMBERS) == 4
    for member in DEMO_MEMBERS:
        async with accounts.transaction() as session:
            outcome = await handlers.sign_in(
                session, email=member.email, password=DEMO_PASSWORD, address=HOME, demo=True
            )
        assert isinstance(outcome, SignedIn)


async def test_outside_the_demo_nobody_signs_in_with_its_password(accounts: Database) -> None:
    async with accounts.transaction() as session:
        await add_demo_members(session)
        for member in DEMO_MEMBERS:
            outcome = await handlers.sign_in(session, email=member.email, password=DEMO_PASSWORD, address=HOME)
            assert not isinstance(outcome, SignedIn)
