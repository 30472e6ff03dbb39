"""Organisations come to the table: who is invited, what is said, agreed and promised."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("tasks", sa.Column("round_table_id", sa.Uuid))
    _results()
    _of_a_dossier(
        "round_tables",
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False, index=True),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("place", sa.String),
        sa.Column("url", sa.String),
        sa.Column("agenda", sa.String),
        sa.Column("sequence", sa.Integer),
        sa.Column("sent_version", sa.Integer),
        sa.Column("minutes_version", sa.Integer, nullable=False),
        sa.Column("minutes", sa.String),
        sa.Column("cancelled_at", MOMENT),
        sa.Column("cancelled_because", sa.String),
    )
    _people()


def _results() -> None:
    _of_a_dossier(
        "agreements",
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("removed_at", MOMENT),
        sa.Column("agreed", sa.String, nullable=False),
        sa.Column("between", sa.String, nullable=False),
        sa.Column("region", sa.String),
        sa.Column("agreed_from", sa.Date),
        sa.Column("agreed_until", sa.Date),
        sa.Column("check_on", sa.Date),
        sa.Column("round_table_id", sa.Uuid),
    )
    _of_a_dossier(
        "commitments",
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("removed_at", MOMENT),
        sa.Column("promised_by", sa.String, nullable=False),
        sa.Column("promise", sa.String, nullable=False),
        sa.Column("promised_for", sa.Date, nullable=False),
        sa.Column("kept", sa.String, nullable=False),
        sa.Column("round_table_id", sa.Uuid),
    )


def _people() -> None:
    op.create_table(
        "attendees",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("round_table_id", sa.Uuid, sa.ForeignKey("round_tables.id"), nullable=False, index=True),
        sa.Column("stakeholder_id", sa.Uuid),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("organisation", sa.String),
        sa.Column("email", sa.String),
        sa.Column("attendance", sa.String, nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("removed_at", MOMENT),
    )
    op.create_table(
        "invitations",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("attendee_id", sa.Uuid, sa.ForeignKey("attendees.id"), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("cancels", sa.Boolean, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("why", sa.String),
        sa.Column("sent_at", MOMENT, nullable=False),
        sa.Column("sent_by", sa.String, nullable=False),
    )
    unique = ["attendee_id", "sequence"]
    op.create_index("ux_invitations_attendee_sequence", "invitations", unique, unique=True)


def _of_a_dossier(name: str, *columns: "sa.Column[object]") -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("dossier_id", sa.Uuid, sa.ForeignKey("dossiers.id"), nullable=False, index=True),
        *columns,
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("added_by", sa.String, nullable=False),
    )
