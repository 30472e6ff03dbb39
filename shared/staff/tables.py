"""What every service with team pages keeps about the team, told by accounts."""

from datetime import date
from types import ModuleType
from uuid import UUID

from sqlalchemy import Boolean, Column, Date, DateTime, Integer, MetaData, Table, Text, Uuid, false

from shared.database.records import NAMING

staff = MetaData(naming_convention=NAMING)


def _shortcuts() -> Column[bool]:
    return Column("shortcuts", Boolean, nullable=False, server_default=false())


def _absence() -> tuple[Column[date], Column[UUID]]:
    return Column("back_on", Date), Column("stand_in_id", Uuid)


members = Table(
    "members",
    staff,
    Column("id", Uuid, primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("active", Boolean, nullable=False),
    _shortcuts(),
    *_absence(),
)

ended_sessions = Table(
    "ended_sessions",
    staff,
    Column("id", Uuid, primary_key=True),
    Column("expires_at", DateTime(timezone=True), nullable=False),
)


def create_staff_tables(op: ModuleType) -> None:
    """Create both tables; for a service's first migration."""
    staff.create_all(op.get_bind(), checkfirst=False)


def keep_shortcuts(op: ModuleType) -> None:
    """Know of each member whether they want shortcut keys; a first migration of today made the column already."""
    op.add_column("members", _shortcuts(), if_not_exists=True)


def keep_absences(op: ModuleType) -> None:
    """Know of each member until when they are away and who stands in; as `keep_shortcuts`."""
    for column in _absence():
        op.add_column("members", column, if_not_exists=True)
