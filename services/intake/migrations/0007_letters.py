"""People are mailed links and codes that work once."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "letters",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("about_id", sa.Uuid, nullable=False),
        sa.Column("email", sa.String),
        sa.Column("fingerprint", sa.LargeBinary, nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("valid_until", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT),
        sa.Column("void_at", MOMENT),
        sa.Column("tries", sa.Integer, nullable=False),
    )
    op.create_index("ix_letters_address", "letters", [sa.text("lower(email)"), "asked_at"])
    op.create_index("ix_letters_about", "letters", ["about_id"])
    op.create_index("ix_letters_asked_at", "letters", ["asked_at"])
    op.create_index("ix_letters_fingerprint", "letters", ["fingerprint"])
