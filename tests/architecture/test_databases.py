"""A test never meets what another left in the database."""

from uuid import uuid4

import pytest
from sqlalchemy.engine import URL

from tests.databases import execute, fresh_database

HEARD = "insert into triage.inbox (consumer, event_id) values ('before', '{id}')"


def test_what_a_test_left_is_gone_and_the_database_is_used_again(postgres: URL) -> None:
    with fresh_database(postgres) as first:
        execute(first, HEARD.format(id=uuid4()))
    with fresh_database(postgres) as second:
        assert second.database == first.database
        execute(second, "do $$ begin assert not exists (select from triage.inbox); end $$")


@pytest.mark.parametrize(
    "change",
    [
        "alter table triage.inbox add more text",
        "alter table triage.inbox alter consumer set default 'x'",
        "create table triage.more ()",
        "drop index triage.ix_cases_handled",
        "grant select on triage.inbox to public",
        "delete from triage.alembic_version",
        "select nextval(pg_get_serial_sequence('triage.outbox', 'id'))",
        "analyze",
    ],
)
def test_a_database_that_is_not_as_the_template_is_not_used_again(postgres: URL, change: str) -> None:
    with fresh_database(postgres) as first:
        execute(first, change)
    with fresh_database(postgres) as second:
        assert second.database != first.database
