"""The log: who did and saw what, for who administers."""

import csv
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx
import pytest

from services.accounts import handlers
from services.accounts.domain import OF_KIND, AuditAction
from services.accounts.log import SAID
from services.accounts.subscribers import facts
from shared import clock
from shared.contracts.intake import PersonalDataSeenV1
from shared.contracts.vocabulary import Role
from shared.database import Database
from shared.ids import new_id
from shared.web.navigation import LOG
from tests.accounts.conftest import Add, sign_in
from tests.facts import deliver
from tests.pages import link_named, words_of

ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
NOON = datetime(2026, 11, 19, 12, tzinfo=UTC)
ENTRY = '<p class="log-head">'


@pytest.fixture
async def admin(client_for: ClientFor, add_member: Add) -> AsyncIterator[httpx.AsyncClient]:
    await add_member(role=Role.ADMINISTRATOR)
    async with client_for("accounts") as client:
        await sign_in(client)
        yield client


def _seen(member_id: UUID, attachment_id: UUID | None = None) -> PersonalDataSeenV1:
    return PersonalDataSeenV1(
        report_id=new_id(), reference="RW-26-0007", member_id=member_id, member_name="Mo Benali",
        attachment_id=attachment_id,
    )  # fmt: skip


async def test_who_saw_personal_data_stands_in_the_log_once(admin: httpx.AsyncClient, accounts: Database) -> None:
    await deliver(accounts, facts, _seen(new_id()), times=1)
    seen = _seen(new_id(), new_id())
    await deliver(accounts, facts, seen)
    shown = words_of((await admin.get(LOG, params={"soort": "personal_data"})).text)
    assert shown.count("Wie meldde bekeken van melding RW-26-0007") == 1
    assert shown.count("Bijlage bekeken van melding RW-26-0007") == 1 and "Ingelogd" not in shown


async def test_the_log_is_filtered_by_person_kind_and_period(
    admin: httpx.AsyncClient, accounts: Database, add_member: Add
) -> None:
    with clock.frozen(NOON):
        member_id = await add_member(email="mo@voorbeeld.nl", name="Mo Benali")
        async with accounts.transaction() as session:
            await handlers.change_role(session, member_id, Role.READER)
    page = await admin.get(LOG, params={"wie": str(member_id)})
    shown = words_of(page.text)
    assert "Rol veranderd van redacteur in lezer (Mo Benali)" in shown and page.text.count(ENTRY) == 2
    for period, found in ((("2026-11-19", "2026-11-19"), 2), (("2026-11-20", ""), 0), (("", "2026-11-18"), 0)):
        asked = {"wie": str(member_id), "van": period[0], "tot": period[1]}
        assert (await admin.get(LOG, params=asked)).text.count(ENTRY) == found
    nonsense = await admin.get(LOG, params={"wie": "x", "soort": "y", "van": "z", "tot": "9", "voor": "q"})
    assert nonsense.status_code == 200


async def test_pages_follow_each_other_without_a_gap_while_the_log_grows(
    admin: httpx.AsyncClient, accounts: Database
) -> None:
    for number in range(60):
        with clock.frozen(NOON - timedelta(minutes=number // 2)):
            await deliver(accounts, facts, _seen(new_id()))
    address, sizes = f"{LOG}?soort=personal_data", []
    while address:
        page = (await admin.get(address)).text
        sizes.append(page.count(ENTRY))
        await deliver(accounts, facts, _seen(new_id()))
        address = link_named(page, "Volgende").replace("&amp;", "&") if "Volgende" in page else ""
    assert sizes == [25, 25, 10]


async def test_the_file_holds_what_the_filter_lets_through_and_calculates_nothing(
    admin: httpx.AsyncClient, accounts: Database
) -> None:
    seen = _seen(new_id()).model_copy(update={"member_name": "=1+1"})
    await deliver(accounts, facts, seen)
    answer = await admin.get(f"{LOG}/bestand?soort=personal_data")
    assert "attachment" in answer.headers["content-disposition"]
    head, row = csv.reader(answer.text.removeprefix("\ufeff").splitlines(), delimiter=";")
    assert head[1] == "wie" and row[1:3] == ["'=1+1", "Wie meldde bekeken van melding RW-26-0007"]


def test_everything_that_is_remembered_has_words_and_a_kind() -> None:
    kinds = [action for actions in OF_KIND.values() for action in actions]
    assert sorted(kinds) == sorted(AuditAction) == sorted(SAID)


@pytest.mark.parametrize("role", [Role.READER, Role.EDITOR, Role.RESEARCHER])
async def test_the_log_is_for_who_administers(client_for: ClientFor, add_member: Add, role: Role) -> None:
    await add_member(role=role)
    async with client_for("accounts") as client:
        await sign_in(client)
        for address in (LOG, f"{LOG}/bestand"):
            assert (await client.get(address)).status_code == 403
