"""Members are mailed in the morning what waits for them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "morning_lists",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("member_id", sa.Uuid),
        sa.Column("day", sa.Date),
        sa.Column("name", sa.String),
        sa.Column("email", sa.String),
        sa.Column("cases", JSONB),
        sa.Column("tasks", JSONB),
        sa.Column("settled_at", sa.DateTime(timezone=True)),
    )
    op.create_index("ix_morning_lists_open", "morning_lists", ["heard_at"], postgresql_where="settled_at is null")
