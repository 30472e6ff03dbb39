"""What still has to be done for a report: by whom, and by when."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "tasks",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("report_id", sa.Uuid, nullable=False, index=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("what", sa.String, nullable=False),
        sa.Column("owner_id", sa.Uuid, nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("done_at", MOMENT),
        sa.Column("done_by", sa.String),
        sa.Column("removed_at", MOMENT),
    )
    still_open = sa.text("done_at is null and removed_at is null")
    op.create_index("ix_tasks_open", "tasks", ["owner_id", "due_on"], postgresql_where=still_open)
