"""What the organisations are called that knowledge lists: no patients either."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Whatever was said so far, somebody of the team said.
    op.add_column("allowed_names", sa.Column("by_team", sa.Boolean, nullable=False, server_default=sa.true()))
    op.alter_column("allowed_names", "by_team", server_default=None)
    op.create_table(
        "party_names",
        sa.Column("party_id", sa.Uuid, primary_key=True),
        sa.Column("name_id", sa.Uuid, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("belongs_to", sa.String, nullable=False),
        sa.Column("listed_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_party_names_name_id", "party_names", ["name_id"])
