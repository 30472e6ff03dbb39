"""First tables."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from shared.history import create_history_table
from shared.messaging.schema import create_messaging_tables
from shared.staff.tables import create_staff_tables

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    create_messaging_tables(op)
    create_staff_tables(op)
    create_history_table(op)
    _create_cases()
    _create_what_others_told()


def _create_cases() -> None:
    op.create_table(
        "cases",
        sa.Column("report_id", sa.Uuid, primary_key=True),
        sa.Column("reference", sa.String, nullable=False, unique=True),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("reaction", sa.Boolean, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("words", sa.String, nullable=False),
        sa.Column("imposed_by", sa.String, nullable=False),
        sa.Column("report", JSONB, nullable=False),
        sa.Column("practice_id", sa.Uuid, nullable=False),
        sa.Column("minutes_per_month", sa.Float, nullable=False),
        sa.Column("submitted_at", MOMENT, nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("next_actor", sa.String, nullable=False),
        sa.Column("next_actor_name", sa.String),
        sa.Column("dossier_id", sa.Uuid),
        sa.Column("changed_at", MOMENT, nullable=False),
    )
    op.create_index("ix_cases_queue", "cases", ["state", "due_on", sa.text("minutes_per_month desc")])
    op.create_index("ix_cases_dossier", "cases", ["dossier_id"], postgresql_where=sa.text("dossier_id is not null"))
    op.create_index(
        "ix_cases_words", "cases", ["words"], postgresql_using="gin", postgresql_ops={"words": "gin_trgm_ops"}
    )


def _create_what_others_told() -> None:
    op.create_table(
        "known_items",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("code", sa.String, nullable=False),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("short_answer", sa.String, nullable=False),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("public", sa.Boolean, nullable=False),
    )
    op.create_table(
        "known_parties",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("abbreviation", sa.String),
        sa.Column("takes_handovers", sa.Boolean, nullable=False),
    )
    op.create_table(
        "known_dossiers",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("reference", sa.String),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("outcome", sa.String),
        sa.Column("changed_at", MOMENT, nullable=False),
    )
