"""Whether it is really solved: when we ask, what the reporter says, and requests to reopen."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)

# Reports that were called solved before this version are asked too, as far as that day is still to come:
# at eight in the morning in Amsterdam, by the usual terms.
PLAN_FOR_CLOSED_REPORTS = """
with newest as (
    select distinct on (report_id) report_id, id, happened_at, public_status
    from notices order by report_id, happened_at desc, id desc
), planned as (
    select newest.*, weeks,
        ((happened_at at time zone 'Europe/Amsterdam')::date + weeks * 7 + time '08:00')
            at time zone 'Europe/Amsterdam' as due_at
    from newest cross join (values (4), (12)) as terms (weeks)
)
insert into outcome_checks (id, report_id, closing_id, weeks, due_at)
select gen_random_uuid(), report_id, id, weeks, due_at
from planned where public_status in ('Opgelost', 'Er is al een afspraak') and due_at > now()
"""


def upgrade() -> None:
    # The version before this one stores notices without it.
    op.add_column("notices", sa.Column("changes_standing", sa.Boolean, nullable=False, server_default=sa.true()))
    _create_checks()
    _create_answers_and_requests()
    op.execute(PLAN_FOR_CLOSED_REPORTS)


def _create_checks() -> None:
    op.create_table(
        "outcome_checks",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("report_id", sa.Uuid, nullable=False, index=True),
        sa.Column("closing_id", sa.Uuid, nullable=False),
        sa.Column("weeks", sa.Integer, nullable=False),
        sa.Column("due_at", MOMENT),
        sa.Column("asked_at", MOMENT),
        sa.UniqueConstraint("closing_id", "weeks"),
    )
    op.create_index(
        "ix_outcome_checks_due_at", "outcome_checks", ["due_at"], postgresql_where=sa.text("due_at is not null")
    )


def _create_answers_and_requests() -> None:
    op.create_table(
        "outcome_answers",
        sa.Column("closing_id", sa.Uuid, primary_key=True),
        sa.Column("report_id", sa.Uuid, nullable=False, index=True),
        sa.Column("answer", sa.String, nullable=False),
        sa.Column("text", sa.String),
        sa.Column("answered_at", MOMENT, nullable=False),
    )
    op.create_table(
        "reopening_requests",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("report_id", sa.Uuid, nullable=False, index=True),
        sa.Column("closing_id", sa.Uuid, nullable=False, unique=True),
        sa.Column("reason", sa.String),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("granted", sa.Boolean),
        sa.Column("decided_at", MOMENT),
    )
