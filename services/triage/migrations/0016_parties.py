"""Organisations are changed, and leave the list."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("known_parties", sa.Column("retired", sa.Boolean, nullable=False, server_default=sa.false()))
    # Whatever was heard before now is older than what is heard from now on.
    op.add_column(
        "known_parties",
        sa.Column("listed_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.text("'2000-01-01Z'")),
    )
    for name in ("retired", "listed_at"):
        op.alter_column("known_parties", name, server_default=None)
