"""What others have yet to show that they took in."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "awaited",
        sa.Column("report_id", sa.Uuid, primary_key=True),
        sa.Column("sign", sa.String, primary_key=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False, index=True),
    )
