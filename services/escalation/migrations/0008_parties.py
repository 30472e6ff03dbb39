"""Organisations leave the list, and we hear who speaks for them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("parties", sa.Column("retired", sa.Boolean, nullable=False, server_default=sa.false()))
    op.alter_column("parties", "retired", server_default=None)
    op.create_table(
        "listed_contacts",
        sa.Column("party_id", sa.Uuid, primary_key=True),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("contacts", JSONB, nullable=False),
    )
