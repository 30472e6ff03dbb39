"""What open reports resemble; those that are open now are looked at one after the other."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "likenesses",
        sa.Column("report_id", sa.Uuid, primary_key=True),
        sa.Column("due_at", sa.DateTime(timezone=True)),
        sa.Column("found", JSONB),
    )
    op.create_index("ix_likenesses_due_at", "likenesses", ["due_at"], postgresql_where=sa.text("due_at is not null"))
    op.create_index(
        "ix_likenesses_found", "likenesses", ["found"], postgresql_using="gin",
        postgresql_ops={"found": "jsonb_path_ops"},
    )  # fmt: skip
    op.execute(
        "insert into likenesses (report_id, due_at) select id, now() from known_things where kind = 'report' and shown"
    )
