"""Pieces of a report can be hidden for good."""

from alembic import op

from shared.messaging.hiding import create_hidden_pieces_table

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_hidden_pieces_table(op)
