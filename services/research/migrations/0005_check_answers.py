"""What practices say when they are asked whether it is really solved."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "check_answers",
        sa.Column("report_id", sa.Uuid, primary_key=True),
        sa.Column("answer", sa.String, nullable=False),
        sa.Column("text", sa.String),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
    )
