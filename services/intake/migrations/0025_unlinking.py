"""A link can be undone: the report is linked to nothing then."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.alter_column("known_links", "thing_id", nullable=True)
    op.add_column("known_links", sa.Column("linked_at", sa.DateTime(timezone=True)))
    op.execute("update known_links set linked_at = decided_at")
    op.alter_column("known_links", "linked_at", nullable=False)
