"""A link can be undone: the report hangs under no dossier then."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.alter_column("linked_reports", "dossier_id", nullable=True)
    op.add_column("linked_reports", sa.Column("decided_at", sa.DateTime(timezone=True)))
    op.execute("update linked_reports set decided_at = linked_at")
    op.alter_column("linked_reports", "decided_at", nullable=False)
