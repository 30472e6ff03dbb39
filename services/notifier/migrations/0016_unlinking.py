"""A link can be undone: the report hangs under no dossier then."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.alter_column("report_links", "dossier_id", nullable=True)
    op.add_column("report_links", sa.Column("decided_at", sa.DateTime(timezone=True)))
    op.execute("update report_links set decided_at = linked_at")
    op.alter_column("report_links", "decided_at", nullable=False)
    op.add_column("notices", sa.Column("undone_at", sa.DateTime(timezone=True)))
