"""What cases are about: proposed from what they resemble, until somebody of the team chooses."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("known_items", sa.Column("theme", sa.String))
    op.add_column("cases", sa.Column("theme", sa.String))
    op.add_column("cases", sa.Column("theme_chosen", sa.Boolean, nullable=False, server_default=sa.false()))
