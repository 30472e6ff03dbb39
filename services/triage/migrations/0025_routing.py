"""Rules hand out new reports."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "routing_rules",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("theme", sa.String),
        sa.Column("imposed_by", sa.String),
        sa.Column("region", sa.String),
        sa.Column("member_id", sa.Uuid, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
    )
    op.add_column("cases", sa.Column("routed", sa.Boolean, nullable=False, server_default=sa.false()))
