"""Reports can be erased, and reporters forgotten; that it was done is written down for good."""

import sqlalchemy as sa
from alembic import op

from shared.database.append_only import make_append_only
from shared.messaging.erasing import create_erased_table

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    create_erased_table(op)
    op.add_column("reports", sa.Column("erased_at", MOMENT))
    op.add_column("reports", sa.Column("pseudonymised_at", MOMENT))
    op.create_table(
        "erasures",
        sa.Column("report_id", sa.Uuid, primary_key=True),
        sa.Column("reference", sa.String),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("asked_by", sa.String, nullable=False),
        sa.Column("erased_at", MOMENT, nullable=False),
    )
    make_append_only(op, "erasures")
    op.create_table(
        "broker_erasures",
        sa.Column("about_id", sa.Uuid, primary_key=True),
        sa.Column("rounds", sa.Integer, nullable=False),
        sa.Column("due_at", MOMENT),
    )
    due = sa.text("due_at is not null")
    op.create_index("ix_broker_erasures_due_at", "broker_erasures", ["due_at"], postgresql_where=due)
