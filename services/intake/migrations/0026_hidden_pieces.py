"""Pieces of a report can be hidden for good; who hid what kind is written down."""

import sqlalchemy as sa
from alembic import op

from shared.database.append_only import make_append_only
from shared.messaging.hiding import create_hidden_pieces_table

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_hidden_pieces_table(op)
    op.create_table(
        "hidings",
        sa.Column("piece_id", sa.Uuid, primary_key=True),
        sa.Column("report_id", sa.Uuid, nullable=False, index=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("hidden_by", sa.String, nullable=False),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=False),
    )
    make_append_only(op, "hidings")
