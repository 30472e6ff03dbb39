"""Some reporters give no address: what they are told stands on their own page only."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("reports", sa.Column("by_mail", sa.Boolean, nullable=False, server_default=sa.true()))
