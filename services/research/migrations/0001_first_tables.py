"""Dossiers, what is found in them, what was done by whom, and what research knows of the others."""

import sqlalchemy as sa
from alembic import op

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
    "dossiers",
    first,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("reference", sa.String, nullable=False, unique=True),
    sa.Column("title", sa.String, nullable=False),
    sa.Column("state", sa.String, nullable=False),
    sa.Column("opened_at", MOMENT, nullable=False),
    sa.Column("changed_at", MOMENT, nullable=False),
    sa.Column("core_version", sa.Integer, nullable=False),
    sa.Column("question", sa.String),
    sa.Column("rule_version", sa.Integer, nullable=False),
    sa.Column("rule_text", sa.String),
    sa.Column("rule_made_by", sa.String),
    sa.Column("rule_origin", sa.String),
    sa.Column("rule_purpose", sa.String),
    sa.Column("rule_alternative", sa.String),
    sa.Column("outcome_version", sa.Integer, nullable=False),
    sa.Column("outcome", sa.String),
    sa.Column("public_text", sa.String),
    sa.Column("outcome_reason", sa.String),
    sa.Column("party_id", sa.Uuid),
    sa.Column("concluded_at", MOMENT),
    sa.Column("concluded_by", sa.String),
    sa.Column("handover_sent_at", MOMENT),
    sa.Index("ix_dossiers_changed_at", sa.text("changed_at desc")),
)
sa.Table(
    "rule_sources",
    first,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("dossier_id", sa.Uuid, sa.ForeignKey("dossiers.id"), nullable=False, index=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("recorded_in", sa.String, nullable=False),
    sa.Column("place", sa.String, nullable=False),
    sa.Column("quote", sa.String),
    sa.Column("url", sa.String),
    sa.Column("checked_on", sa.Date, nullable=False),
    sa.Column("checked_by", sa.String, nullable=False),
    sa.Column("added_at", MOMENT, nullable=False),
    sa.Column("removed_at", MOMENT),
)
sa.Table(
    "findings",
    first,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("dossier_id", sa.Uuid, sa.ForeignKey("dossiers.id"), nullable=False, index=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("claim", sa.String, nullable=False),
    sa.Column("source", sa.String, nullable=False),
    sa.Column("added_by", sa.String, nullable=False),
    sa.Column("added_at", MOMENT, nullable=False),
    sa.Column("removed_at", MOMENT),
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
    sa.Column("frequency", sa.String, nullable=False),
    sa.Column("minutes", sa.Integer, nullable=False),
    sa.Column("minutes_per_month", sa.Float, nullable=False),
    sa.Column("practice_id", sa.Uuid, nullable=False),
    sa.Column("submitted_at", MOMENT, nullable=False),
)
sa.Table(
    "linked_reports",
    first,
    sa.Column("report_id", sa.Uuid, sa.ForeignKey("reports.id"), primary_key=True),
    sa.Column("dossier_id", sa.Uuid, sa.ForeignKey("dossiers.id"), nullable=False, index=True),
    sa.Column("linked_at", MOMENT, nullable=False),
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
    "handovers",
    first,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("dossier_id", sa.Uuid, sa.ForeignKey("dossiers.id"), nullable=False, index=True),
    sa.Column("reference", sa.String, nullable=False),
    sa.Column("party_name", sa.String, nullable=False),
    sa.Column("sent_at", MOMENT),
    sa.Column("answer_by", sa.Date),
    sa.Column("answer", sa.String),
    sa.Column("answered_at", MOMENT),
)


def upgrade() -> None:
    first.create_all(op.get_bind(), checkfirst=False)
    create_counter_table(op)
    create_history_table(op)
    create_messaging_tables(op)
    create_staff_tables(op)
