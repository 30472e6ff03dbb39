"""What every service that looks through texts keeps of the list of names that are no patient's, told by accounts."""

from types import ModuleType

from sqlalchemy import Boolean, Column, Integer, MetaData, Table, Text, Uuid

from shared.database.records import NAMING

allowing = MetaData(naming_convention=NAMING)

allowed_names = Table(
    "allowed_names",
    allowing,
    Column("id", Uuid, primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("allowed", Boolean, nullable=False),
)


def create_allowed_names_table(op: ModuleType) -> None:
    """Create the table; in a migration."""
    allowing.create_all(op.get_bind(), checkfirst=False)
