"""One file of a report can be erased; who did is written down."""

import sqlalchemy as sa
from alembic import op

from shared.database.append_only import make_append_only

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "erased_attachments",
        sa.Column("attachment_id", sa.Uuid, primary_key=True),
        sa.Column("report_id", sa.Uuid, nullable=False, index=True),
        sa.Column("erased_by", sa.String, nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=False),
    )
    make_append_only(op, "erased_attachments")
