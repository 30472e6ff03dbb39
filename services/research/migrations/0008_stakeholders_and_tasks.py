"""Sources get a holder and how long they hold; dossiers who pulls them, kinds of solution, stakeholders and tasks."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("rule_sources", sa.Column("holder", sa.String))
    op.add_column("rule_sources", sa.Column("valid_from", sa.Date))
    op.add_column("rule_sources", sa.Column("valid_until", sa.Date))
    op.add_column("dossiers", sa.Column("theme", sa.String))
    op.add_column("dossiers", sa.Column("lead_id", sa.Uuid))
    op.add_column("dossiers", sa.Column("rule_strategies", ARRAY(sa.Text), nullable=False, server_default="{}"))
    _entries(
        "stakeholders",
        sa.Column("party_id", sa.Uuid),
        sa.Column("organisation", sa.String, nullable=False),
        sa.Column("person", sa.String),
        sa.Column("email", sa.String),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("interest", sa.String),
        sa.Column("influence", sa.Integer, nullable=False),
        sa.Column("stance", sa.String, nullable=False),
        sa.Column("last_contact_on", sa.Date),
        sa.Column("added_by", sa.String, nullable=False),
    )
    _entries(
        "tasks",
        sa.Column("what", sa.String, nullable=False),
        sa.Column("owner_id", sa.Uuid, nullable=False),
        sa.Column("owner_name", sa.String, nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("done_at", MOMENT),
        sa.Column("done_by", sa.String),
        sa.Column("added_by", sa.String, nullable=False),
    )
    still_open = sa.text("done_at is null and removed_at is null")
    op.create_index("ix_tasks_open", "tasks", ["owner_id", "due_on"], postgresql_where=still_open)


def _entries(name: str, *columns: "sa.Column[object]") -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("dossier_id", sa.Uuid, sa.ForeignKey("dossiers.id"), nullable=False, index=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("removed_at", MOMENT),
        *columns,
    )
