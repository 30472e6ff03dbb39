"""Members have shortcut keys when they want them, in every browser."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("members", sa.Column("shortcuts", sa.Boolean, nullable=False, server_default=sa.false()))
