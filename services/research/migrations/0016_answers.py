"""Who is invited to a round table says behind a mailed link whether they come."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("attendees", sa.Column("answered_at", sa.DateTime(timezone=True)))
    op.add_column("attendees", sa.Column("answered_version", sa.Integer))
    op.add_column("attendees", sa.Column("answer", sa.String))
    op.add_column("invitations", sa.Column("fingerprint", sa.LargeBinary, unique=True))
