"""What the planner has to know of reports with files: an expression has no statistics of its own."""

from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

FILES = "jsonb_array_length(coalesce(report -> 'attachments', '[]'))"


def upgrade() -> None:
    op.execute(f"create statistics st_cases_with_files on ({FILES}) from cases")
    op.execute("analyze cases")
