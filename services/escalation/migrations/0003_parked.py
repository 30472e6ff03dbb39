"""People see what is parked, and what they do with it is written down for good."""

from alembic import op

from shared.messaging.schema import open_parked_to_people

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    open_parked_to_people(op)
