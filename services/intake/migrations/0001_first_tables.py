"""First tables."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from shared.database.counters import create_counter_table
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
    create_counter_table(op)
    _create_drafts()
    _create_reports()
    _create_conversation()
    _create_traces()


def _create_drafts() -> None:
    op.create_table(
        "drafts",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("secret_hash", sa.LargeBinary, nullable=False),
        sa.Column("fields", JSONB, nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("saved_at", MOMENT, nullable=False, index=True),
        sa.Column("report_id", sa.Uuid),
    )


def _create_reports() -> None:
    op.create_table(
        "reports",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("reference", sa.String, nullable=False, unique=True),
        sa.Column("link_seed", sa.LargeBinary, nullable=False),
        sa.Column("link_hash", sa.LargeBinary, nullable=False, unique=True),
        sa.Column("submitted_at", MOMENT, nullable=False),
        sa.Column("answer_by", sa.Date, nullable=False),
        sa.Column("practice_id", sa.Uuid, nullable=False),
        sa.Column("remind_at", MOMENT),
        sa.Column("content", JSONB, nullable=False),
    )
    op.create_index("ix_reports_remind_at", "reports", ["remind_at"], postgresql_where=sa.text("remind_at is not null"))
    op.create_table(
        "reporters",
        sa.Column("report_id", sa.Uuid, sa.ForeignKey("reports.id"), primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("practice", sa.String, nullable=False),
        sa.Column("agb_code", sa.String),
        sa.Column("email", sa.String, nullable=False),
        sa.Column("phone", sa.String),
        sa.Column("may_share_name", sa.Boolean, nullable=False),
        sa.Column("take_part", sa.String, nullable=False),
    )
    op.create_table(
        "idempotency_keys",
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("request_hash", sa.LargeBinary, nullable=False),
        sa.Column("report_id", sa.Uuid, nullable=False),
        sa.Column("stored_at", MOMENT, nullable=False),
    )


def _create_conversation() -> None:
    op.create_table(
        "questions",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("report_id", sa.Uuid, nullable=False, index=True),
        sa.Column("asked_by", sa.String, nullable=False),
        sa.Column("question", sa.String, nullable=False),
        sa.Column("answer_by", sa.Date, nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("answer", sa.String),
        sa.Column("answered_at", MOMENT),
    )
    op.create_table(
        "notices",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("report_id", sa.Uuid, nullable=False),
        sa.Column("happened_at", MOMENT, nullable=False),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("text", sa.String, nullable=False),
        sa.Column("public_status", sa.String, nullable=False),
        sa.Column("next_actor", sa.String, nullable=False),
        sa.Column("next_actor_name", sa.String, nullable=False),
        sa.Column("expected_on", sa.Date),
        sa.Column("link_path", sa.String),
        sa.Column("link_text", sa.String),
    )
    op.create_index("ix_notices_report", "notices", ["report_id", sa.text("happened_at desc")])


def _create_traces() -> None:
    op.create_table(
        "mail_states",
        sa.Column("report_id", sa.Uuid, primary_key=True),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("settled_at", MOMENT, nullable=False),
    )
    op.create_table(
        "personal_data_views",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("report_id", sa.Uuid, nullable=False),
        sa.Column("member_id", sa.Uuid, nullable=False),
        sa.Column("member_name", sa.String, nullable=False),
        sa.Column("viewed_at", MOMENT, nullable=False),
    )
