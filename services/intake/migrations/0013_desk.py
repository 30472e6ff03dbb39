"""What the start page shows: reports added up, and how work on a rule ended, heard from the first fact on."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "conclusions",
        sa.Column("dossier_id", sa.Uuid, primary_key=True),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("outcome", sa.String, nullable=False),
        sa.Column("public_text", sa.String, nullable=False),
        sa.Column("practices", sa.Integer, nullable=False),
        sa.Column("shown", sa.Boolean, nullable=False),
        sa.Column("as_of", MOMENT, nullable=False, index=True),
    )
    op.create_table(
        "desk_counts",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("counted_at", MOMENT, nullable=False),
        sa.Column("reports", sa.Integer, nullable=False),
        sa.Column("practices", sa.Integer, nullable=False),
        sa.Column("solved", sa.Integer, nullable=False),
        sa.Column("running", sa.Integer, nullable=False),
        sa.Column("minutes_per_month", sa.Float, nullable=False),
    )
