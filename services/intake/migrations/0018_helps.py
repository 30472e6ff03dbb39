"""What is known helped somebody, who did not report."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "helps",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("thing_id", sa.Uuid, nullable=False),
        sa.Column("helped", sa.Boolean, nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
    )
