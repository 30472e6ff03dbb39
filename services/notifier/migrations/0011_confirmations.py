"""How many confirmations an address got is counted, under a fingerprint."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "confirmations",
        sa.Column("mail_id", sa.Uuid, primary_key=True),
        sa.Column("fingerprint", sa.String, nullable=False),
        sa.Column("went_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_confirmations_address", "confirmations", ["fingerprint", "went_at"])
