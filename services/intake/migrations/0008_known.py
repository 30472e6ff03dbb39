"""What is known already, and the words it is found by; filled from the facts, which are heard from the first on."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "known_things",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("key", sa.String, nullable=False),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("summary", sa.String, nullable=False),
        sa.Column("imposed_by", ARRAY(sa.Text), nullable=False),
        sa.Column("shown", sa.Boolean, nullable=False),
        sa.Column("as_of", MOMENT, nullable=False),
        sa.Column("links", sa.Integer, nullable=False),
        sa.Column("practices", sa.Integer, nullable=False),
    )
    op.create_index("ix_known_things_shown", "known_things", ["kind"], postgresql_where=sa.text("shown"))
    op.create_table(
        "known_words",
        sa.Column("word", sa.String, primary_key=True),
        sa.Column("thing_id", sa.Uuid, primary_key=True, index=True),
        sa.Column("own", sa.REAL, nullable=False),
        sa.Column("linked", sa.Integer, nullable=False),
    )
    op.create_table(
        "known_links",
        sa.Column("report_id", sa.Uuid, primary_key=True),
        sa.Column("thing_id", sa.Uuid, nullable=False, index=True),
        sa.Column("practice_id", sa.Uuid, nullable=False),
        sa.Column("imposed_by", sa.String, nullable=False),
        sa.Column("decided_at", MOMENT, nullable=False),
        sa.Column("words", ARRAY(sa.Text), nullable=False),
    )
