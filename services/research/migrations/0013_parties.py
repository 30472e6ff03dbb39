"""Organisations leave the list."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("parties", sa.Column("retired", sa.Boolean, nullable=False, server_default=sa.false()))
    op.alter_column("parties", "retired", server_default=None)
