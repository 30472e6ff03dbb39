"""Which organisations there are."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "known_parties",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("retired", sa.Boolean, nullable=False),
        sa.Column("listed_at", sa.DateTime(timezone=True), nullable=False),
    )
