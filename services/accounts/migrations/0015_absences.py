"""Members say until when they are away, and who stands in."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("members", sa.Column("back_on", sa.Date))
    op.add_column("members", sa.Column("stand_in_id", sa.Uuid))
