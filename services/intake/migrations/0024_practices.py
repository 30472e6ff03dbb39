"""The practices of the region."""

import sqlalchemy as sa
from alembic import op

from shared.history import create_history_table

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_history_table(op)
    op.create_table(
        "practices",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("agb_code", sa.String, nullable=False, unique=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("name_key", sa.String, nullable=False, index=True),
        sa.Column("place", sa.String),
        sa.Column("region", sa.String, index=True),
        sa.Column("retired_at", sa.DateTime(timezone=True)),
    )
