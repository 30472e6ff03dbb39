"""The content of attachments: each service that keeps some has these tables, beside its own of what they are of."""

from types import ModuleType

from sqlalchemy import Column, DateTime, Integer, LargeBinary, MetaData, Table, Uuid

from shared.database.records import NAMING

storing = MetaData(naming_convention=NAMING)

# A piece of the content of an attachment that is kept in PostgreSQL.
attachment_pieces = Table(
    "attachment_pieces",
    storing,
    Column("attachment_id", Uuid, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("content", LargeBinary, nullable=False),
    Column("stored_at", DateTime(timezone=True), nullable=False),
)
# Content in S3 that must go; the row goes when it is gone.
attachment_removals = Table(
    "attachment_removals",
    storing,
    Column("attachment_id", Uuid, primary_key=True),
    Column("promised_at", DateTime(timezone=True), nullable=False),
)


def create_attachment_tables(op: ModuleType) -> None:
    """Create both tables; in a migration."""
    storing.create_all(op.get_bind(), checkfirst=False)
    # Compressing what is compressed already costs time and wins nothing.
    op.execute("alter table attachment_pieces alter column content set storage external")
