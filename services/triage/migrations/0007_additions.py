"""A reporter may add something to a report; the team sees that it is new."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cases", sa.Column("added_at", sa.DateTime(timezone=True)))
    is_new = sa.text("added_at is not null")
    op.create_index("ix_cases_added_at", "cases", ["added_at"], postgresql_where=is_new)
