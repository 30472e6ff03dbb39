"""Whom items helped, and where agreements do not work."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "helps",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("item_id", sa.Uuid, nullable=False, index=True),
        sa.Column("helped", sa.Boolean, nullable=False),
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "doubts",
        sa.Column("report_id", sa.Uuid, primary_key=True),
        sa.Column("item_id", sa.Uuid, index=True),
        sa.Column("reason", sa.String),
        sa.Column("withdrawn", sa.Boolean, nullable=False),
    )
