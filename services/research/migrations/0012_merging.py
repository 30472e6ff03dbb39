"""Dossiers about the same rule become one, and one about two rules becomes two."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("dossiers", sa.Column("merged_into_id", sa.Uuid))
    op.add_column("linked_reports", sa.Column("moved_from_id", sa.Uuid))
