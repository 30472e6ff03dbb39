"""The team looks after organisations and who speaks for them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

from shared.history import create_history_table

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_history_table(op)
    op.alter_column("parties", "key", nullable=True)
    op.add_column("parties", sa.Column("revision", sa.Integer, nullable=False, server_default="1"))
    op.add_column("parties", sa.Column("contacts_revision", sa.Integer, nullable=False, server_default="0"))
    op.add_column("parties", sa.Column("by_team", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("parties", sa.Column("retired_at", sa.DateTime(timezone=True)))
    for name in ("revision", "contacts_revision", "by_team"):
        op.alter_column("parties", name, server_default=None)
    op.create_index("uq_parties_name", "parties", [sa.text("lower(name)")], unique=True)
    op.create_table(
        "contacts",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("party_id", sa.Uuid, nullable=False, index=True),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("role", sa.String),
        sa.Column("email", sa.String, nullable=False),
        sa.Column("themes", ARRAY(sa.Text), nullable=False),
    )
