"""A link can be undone for a while."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cases", sa.Column("linked_by", sa.Uuid))
    op.add_column("cases", sa.Column("undo_until", sa.DateTime(timezone=True)))
    op.create_index("ix_cases_undo_until", "cases", ["undo_until"], postgresql_where=sa.text("undo_until is not null"))
