"""A report that told of two rules is split: which parts it has is looked up."""

from alembic import op
from sqlalchemy import text

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_reports_split_from",
        "reports",
        [text("(content ->> 'split_from')")],
        postgresql_where=text("content ->> 'split_from' is not null"),
    )
