"""People are invited, pause and stop; links are mailed to them."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.alter_column("members", "password_hash", nullable=True)
    op.add_column("members", sa.Column("joined_at", MOMENT))
    op.add_column("members", sa.Column("ended_at", MOMENT))
    op.execute("update members set joined_at = created_at, ended_at = case when active then null else now() end")
    op.create_table(
        "links",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("member_id", sa.Uuid, sa.ForeignKey("members.id"), nullable=False, index=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("fingerprint", sa.LargeBinary, nullable=False, unique=True),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("valid_until", MOMENT, nullable=False, index=True),
        sa.Column("used_at", MOMENT),
        sa.Column("void_at", MOMENT),
    )
