"""People outside are invited to round tables."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "invitations",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("attendee_id", sa.Uuid, nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("cancels", sa.Boolean, nullable=False),
        sa.Column("email", sa.String, nullable=False),
        sa.Column("words", JSONB, nullable=False),
    )
    unique = ["attendee_id", "sequence"]
    op.create_index("ux_invitations_attendee_sequence", "invitations", unique, unique=True)
