"""A database as the first version made it."""

from alembic import command
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url

from deploy.services import existing
from shared.database.migration import alembic_config
from shared.database.roles import statements


def as_in_the_first_version(url: str) -> None:
    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"))
    with engine.connect() as connection:
        for service in existing():
            for statement in (*statements(service), "create extension if not exists pg_trgm"):
                connection.exec_driver_sql(statement)
            connection.commit()
            command.upgrade(alembic_config(service, connection), "0001")
    engine.dispose()
