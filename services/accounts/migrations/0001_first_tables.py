"""First tables."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from shared.database.append_only import make_append_only
from shared.messaging.schema import create_messaging_tables

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    create_messaging_tables(op)
    _create_members()
    _create_sessions()
    _create_failed_sign_ins()
    _create_audit_entries()


def _create_members() -> None:
    op.create_table(
        "members",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("email", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("password_hash", sa.String, nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
    )
    op.create_index("ux_members_email", "members", [sa.text("lower(email)")], unique=True)


def _create_sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("member_id", sa.Uuid, sa.ForeignKey("members.id"), nullable=False, index=True),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False, index=True),
        sa.Column("ended_at", MOMENT),
    )


def _create_failed_sign_ins() -> None:
    op.create_table(
        "failed_sign_ins",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("email_fingerprint", sa.LargeBinary, nullable=False),
        sa.Column("network", sa.String, nullable=False),
        sa.Column("failed_at", MOMENT, nullable=False, index=True),
    )
    op.create_index("ix_failed_sign_ins_network_failed_at", "failed_sign_ins", ["network", "failed_at"])


def _create_audit_entries() -> None:
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("at", MOMENT, nullable=False, index=True),
        sa.Column("action", sa.String, nullable=False),
        sa.Column("actor_id", sa.Uuid),
        sa.Column("actor_name", sa.String),
        sa.Column("member_id", sa.Uuid, index=True),
        sa.Column("member_name", sa.String),
        sa.Column("details", JSONB, nullable=False),
    )
    make_append_only(op, "audit_entries")
