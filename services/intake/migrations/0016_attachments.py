"""Files come with a report; who of the team opened one is remembered."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "attachments",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("draft_id", sa.Uuid, index=True),
        sa.Column("report_id", sa.Uuid, index=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("name", sa.String),
        sa.Column("source_hash", sa.LargeBinary),
        sa.Column("store", sa.String, nullable=False),
        sa.Column("confirmed", sa.Boolean, nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
    )
    op.create_table(
        "attachment_pieces",
        sa.Column("attachment_id", sa.Uuid, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("stored_at", MOMENT, nullable=False),
    )
    # Compressing what is compressed already costs time and wins nothing.
    op.execute("alter table attachment_pieces alter column content set storage external")
    op.create_table(
        "attachment_removals",
        sa.Column("attachment_id", sa.Uuid, primary_key=True),
        sa.Column("promised_at", MOMENT, nullable=False),
    )
    op.add_column("personal_data_views", sa.Column("attachment_id", sa.Uuid))
