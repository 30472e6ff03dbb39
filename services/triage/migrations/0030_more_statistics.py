"""What the planner has to know of reports by phone, to count the few that there are along their index."""

from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("create statistics st_cases_by_phone on (report ->> 'entered_by_name') from cases")
    op.execute("analyze cases")
