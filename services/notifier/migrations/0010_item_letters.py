"""The page of a known item may have an example letter."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("names", sa.Column("has_letter", sa.Boolean, nullable=False, server_default=sa.false()))
