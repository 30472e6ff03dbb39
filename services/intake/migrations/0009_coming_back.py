"""Who owns an address sees all reports that came from it; who gave none follows the report with a code."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "visits",
        sa.Column("secret_hash", sa.LargeBinary, primary_key=True),
        sa.Column("email", sa.String, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
    )
    op.create_index("ix_visits_ends_at", "visits", ["ends_at"])
    op.create_index("ix_reporters_address", "reporters", [sa.text("lower(email)")])
    op.alter_column("reporters", "email", nullable=True)
    op.create_table(
        "code_tries",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("reference", sa.String, nullable=False),
        sa.Column("tried_at", MOMENT, nullable=False),
    )
    op.create_index("ix_code_tries_reference", "code_tries", ["reference"])
