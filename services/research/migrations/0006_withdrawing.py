"""Reporters may take a report back; then it counts no more."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("reports", sa.Column("withdrawn_at", sa.DateTime(timezone=True)))
