"""Links and codes that work once are mailed too."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "letters",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("about_id", sa.Uuid, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("reference", sa.String),
        sa.Column("email", sa.String, nullable=False),
        sa.Column("seed", sa.String, nullable=False),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=False),
    )
