"""The team merges a report into another that tells the same: it waits with that, out of the way."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

TABS = {
    "new": "state = 'new' and not reaction and added_at is null and merged_at is null",
    "to_link": "state in ('new', 'question_open', 'reopen_requested') and dossier_id is null "
    "and resembles_id is not null and merged_at is null",
}


def upgrade() -> None:
    op.add_column("cases", sa.Column("merged_at", sa.DateTime(timezone=True)))
    for name, condition in TABS.items():
        op.drop_index(f"ix_cases_{name}", "cases")
        columns: list[str | sa.TextClause] = ["due_on", sa.text("(- minutes_per_month)"), "report_id"]
        op.create_index(f"ix_cases_{name}", "cases", columns, postgresql_where=sa.text(condition))
