"""What was parked before an upgrade is parked after it, once for each event."""

from collections.abc import Iterator

import pytest
from alembic import command
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.engine import URL

from shared.database import roles
from shared.database.migration import alembic_config, migrate
from shared.messaging.parked.identity import event_id_in, fingerprint
from tests.builders import an_answer_given
from tests.parking import CONSUMER, body_of

NAME = "parked_before_an_upgrade"
INSERT = text(
    "insert into accounts.parked (id, consumer, stream, stream_sequence, subject, body, reason, failures,"
    " first_failed_at, last_failed_at, parked_at, dropped_at) values (gen_random_uuid(), :consumer, 'FACTS', :sequence,"
    " :subject, :body, 'x', 1, now(), now(), now(), case when :dropped then now() end)"
)


@pytest.fixture
def before(postgres: URL) -> Iterator[URL]:
    """A database with the tables of the first release and one step after it."""
    engine = create_engine(postgres.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    url = postgres.set(drivername="postgresql+psycopg", database=NAME)
    with engine.connect() as opened:
        opened.execute(text(f"create database {NAME}"))
        with create_engine(url).connect() as connection:
            for statement in roles.statements("accounts"):
                connection.execute(text(statement))
            connection.commit()
            command.upgrade(alembic_config("accounts", connection), "0002")
        yield url
        opened.execute(text(f"drop database {NAME} with (force)"))
    engine.dispose()


def _park(connection: Connection, sequence: int, subject: str, body: bytes, *, dropped: bool = False) -> None:
    row = {"consumer": CONSUMER, "sequence": sequence, "subject": subject, "body": body, "dropped": dropped}
    connection.execute(INSERT, row)


def test_what_was_parked_twice_is_parked_once_and_the_rest_as_it_was(before: URL) -> None:
    fact = an_answer_given()
    body = body_of(fact)
    with create_engine(before).begin() as connection:
        _park(connection, 1, fact.subject, body)
        _park(connection, 2, fact.subject, body, dropped=True)
        _park(connection, 3, "intake.answer.given.v1.x", b"\xff{")
        _park(connection, 4, "intake.answer.given.v1.y", b"\xff{")
    migrate(before.render_as_string(hide_password=False), ["accounts"])
    with create_engine(before).connect() as connection:
        rows = connection.execute(text("select * from accounts.parked order by stream_sequence")).all()
    assert [row.stream_sequence for row in rows] == [1, 3, 4]
    assert [bytes(row.fingerprint) for row in rows] == [fingerprint(row.subject, bytes(row.body)) for row in rows]
    assert [row.event_id for row in rows] == [event_id_in(body), None, None]
