"""Agreements that the team made itself, with a number of their own."""

import sqlalchemy as sa
from alembic import op

from shared.database.counters import create_counter_table

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_counter_table(op)
    op.add_column("items", sa.Column("agreement_id", sa.Uuid, unique=True))
    op.add_column("items", sa.Column("agreement_revision", sa.Integer))
    op.add_column("items", sa.Column("dossier_id", sa.Uuid))
    for name in ("dossier_reference", "parties", "region"):
        op.add_column("items", sa.Column(name, sa.String))
    op.add_column("items", sa.Column("valid_until", sa.Date))
    op.add_column("items", sa.Column("check_on", sa.Date))
    op.add_column("items", sa.Column("announced_at", sa.DateTime(timezone=True)))
