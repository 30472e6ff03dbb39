"""Who of the team wants shortcut keys."""

from alembic import op

from shared.staff.tables import keep_shortcuts

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    keep_shortcuts(op)
