"""What is in the audit trail stays in it, whoever asks."""

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from shared.database import Database
from tests.accounts.conftest import Add

CHANGES = ["update audit_entries set action = 'nothing'", "delete from audit_entries", "truncate audit_entries"]


async def test_the_service_cannot_change_the_audit_trail(accounts: Database, add_member: Add) -> None:
    await add_member()
    for change in CHANGES:
        with pytest.raises(DBAPIError, match=r"only grows|permission denied"):
            async with accounts.transaction() as session:
                await session.execute(text(change))
    async with accounts.transaction() as session:
        assert await session.scalar(text("select action from audit_entries")) == "member_added"


def test_the_owner_of_the_table_cannot_either(database_url: str) -> None:
    url = make_url(database_url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("set search_path to accounts")
        for change in CHANGES:
            with pytest.raises(psycopg.errors.InsufficientPrivilege, match="only grows"):
                connection.execute(change)
