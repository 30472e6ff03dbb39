"""Who joined an open report is counted with it."""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "create index ix_reports_joins_report on reports ((content ->> 'joins_report'))"
        " where content ->> 'joins_report' is not null"
    )
