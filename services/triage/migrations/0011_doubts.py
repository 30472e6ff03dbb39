"""A practice may say that an agreement does not work there."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cases", sa.Column("doubts_item_id", sa.Uuid))
    op.add_column("cases", sa.Column("doubts_reason", sa.String))
