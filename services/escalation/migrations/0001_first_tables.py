"""Handovers, what was done by whom, and what escalation knows of the others."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from shared.database.counters import create_counter_table
from shared.database.records import NAMING
from shared.history import create_history_table
from shared.messaging.schema import create_messaging_tables
from shared.staff.tables import create_staff_tables

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
first = sa.MetaData(naming_convention=NAMING)

sa.Table(
    "handovers",
    first,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("reference", sa.String, nullable=False, unique=True),
    sa.Column("state", sa.String, nullable=False),
    sa.Column("report_id", sa.Uuid),
    sa.Column("dossier_id", sa.Uuid, index=True),
    sa.Column("dossier_reference", sa.String),
    sa.Column("party_id", sa.Uuid, nullable=False),
    sa.Column("party_name", sa.String, nullable=False),
    sa.Column("created_at", MOMENT, nullable=False),
    sa.Column("changed_at", MOMENT, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("title", sa.String, nullable=False),
    sa.Column("category", sa.String),
    sa.Column("asked_text", sa.String),
    sa.Column("asked_by", sa.String),
    sa.Column("recorded_text", sa.String),
    sa.Column("contradiction", sa.String),
    sa.Column("practices", sa.Integer, nullable=False),
    sa.Column("minutes_per_month", sa.Integer, nullable=False),
    sa.Column("tried", sa.String),
    sa.Column("wanted", sa.String),
    sa.Column("contact_name", sa.String),
    sa.Column("contact_email", sa.String),
    sa.Column("sent_at", MOMENT),
    sa.Column("sent_by", sa.String),
    sa.Column("answer_by", sa.Date),
    sa.Column("mail_subject", sa.String),
    sa.Column("paragraphs", JSONB),
    sa.Column("mailed_at", MOMENT),
    sa.Column("delivery", sa.String),
    sa.Column("delivery_why", sa.String),
    sa.Column("answer", sa.String),
    sa.Column("received_on", sa.Date),
    sa.Column("public_text", sa.String),
    sa.Index("ix_handovers_changed_at", sa.text("changed_at desc")),
)
sa.Table(
    "reports",
    first,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("reference", sa.String, nullable=False),
    sa.Column("title", sa.String, nullable=False),
    sa.Column("story", sa.String, nullable=False),
    sa.Column("imposed_by", sa.String, nullable=False),
    sa.Column("organisation", sa.String),
    sa.Column("minutes_per_month", sa.Float, nullable=False),
    sa.Column("own_attempts", JSONB, nullable=False),
)
sa.Table(
    "parties",
    first,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("abbreviation", sa.String),
    sa.Column("takes_handovers", sa.Boolean, nullable=False),
    sa.Column("listed_at", MOMENT, nullable=False),
)
sa.Table(
    "party_contacts",
    first,
    sa.Column("party_id", sa.Uuid, primary_key=True),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("email", sa.String, nullable=False),
)
sa.Table(
    "reopened_dossiers",
    first,
    sa.Column("dossier_id", sa.Uuid, primary_key=True),
    sa.Column("reopened_at", MOMENT, nullable=False),
)


def upgrade() -> None:
    first.create_all(op.get_bind(), checkfirst=False)
    create_counter_table(op)
    create_history_table(op)
    create_messaging_tables(op)
    create_staff_tables(op)
