"""Reports that are erased have no words any more; reporters that are forgotten get no mail."""

import sqlalchemy as sa
from alembic import op

from shared.messaging.erasing import create_erased_table

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_erased_table(op)
    op.add_column("reports", sa.Column("pseudonymised_at", sa.DateTime(timezone=True)))
