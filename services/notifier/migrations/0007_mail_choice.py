"""Reporters choose which mails they want."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("reports", sa.Column("mails", sa.String, nullable=False, server_default="all"))
    op.add_column("reports", sa.Column("mails_chosen_at", sa.DateTime(timezone=True)))
