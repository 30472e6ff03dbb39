"""Until when who of the team is away, and who stands in."""

from alembic import op

from shared.staff.tables import keep_absences

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    keep_absences(op)
