"""The log is read by person."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_audit_entries_actor_id_at", "audit_entries", ["actor_id", sa.text("at desc")])
