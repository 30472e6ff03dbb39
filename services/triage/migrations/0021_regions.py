"""Cases keep the region that their report said; those few filters ask for are found along an index."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

BY_PHONE = "report ->> 'entered_by_name' is not null"
WITH_FILES = "jsonb_array_length(coalesce(report -> 'attachments', '[]')) > 0"


def upgrade() -> None:
    # Empty for what is there: no report said a region before, and what was heard is not handled again.
    op.add_column("cases", sa.Column("region", sa.String))
    order: list[str | sa.TextClause] = ["due_on", sa.text("(- minutes_per_month)"), "report_id"]
    op.create_index("ix_cases_region", "cases", ["region", *order])
    op.create_index("ix_cases_by_phone", "cases", order, postgresql_where=sa.text(BY_PHONE))
    op.create_index("ix_cases_with_files", "cases", order, postgresql_where=sa.text(WITH_FILES))
