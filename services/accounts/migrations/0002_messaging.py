"""Facts stay in the outbox for good; what the broker holds is compared with it."""

from alembic import op

from shared.messaging.schema import keep_what_was_said

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    keep_what_was_said(op)
