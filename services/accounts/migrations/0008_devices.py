"""Of each session is known with what it began, and roughly where."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sessions", sa.Column("device", sa.String))
    op.add_column("sessions", sa.Column("place", sa.String))
