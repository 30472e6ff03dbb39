"""Cases keep the region that their report said."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Empty for what is there: no report said a region before, and what was heard is not handled again.
    op.add_column("cases", sa.Column("region", sa.String))
    op.create_index("ix_cases_region", "cases", ["region", "due_on", sa.text("(- minutes_per_month)"), "report_id"])
