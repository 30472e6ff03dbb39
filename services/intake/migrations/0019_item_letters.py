"""The page of a known item may have an example letter."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("known_things", sa.Column("has_letter", sa.Boolean, nullable=False, server_default=sa.false()))
