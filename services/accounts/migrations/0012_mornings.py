"""Members are mailed in the morning what waits for them, when they want that."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("members", sa.Column("morning_list", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("members", sa.Column("morning_begun_on", sa.Date))
