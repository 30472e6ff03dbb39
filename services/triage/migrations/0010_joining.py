"""A practice may join a dossier or somebody else's report."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cases", sa.Column("joins_dossier_id", sa.Uuid))
    op.add_column("cases", sa.Column("joins_report_id", sa.Uuid))
    op.create_index(
        "ix_cases_joins_report", "cases", ["joins_report_id"], postgresql_where=sa.text("joins_report_id is not null")
    )
