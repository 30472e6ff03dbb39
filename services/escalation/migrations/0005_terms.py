"""A body that says nothing is reminded, and after its term the handover comes back; also those on their way."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)

# Nobody is surprised: a body that is over time already is reminded first, and has a week from now.
ON_THEIR_WAY = """
with waiting as (
    select id, coalesce(received_on, (sent_at at time zone 'Europe/Amsterdam')::date) as since,
        greatest(answer_by + 1, (now() at time zone 'Europe/Amsterdam')::date + 7) as over
    from handovers where state in ('sent', 'received') and sent_at is not null and answer_by is not null
)
update handovers set
    remind_at = (since + 14 + time '08:00') at time zone 'Europe/Amsterdam',
    silent_at = (over + time '08:00') at time zone 'Europe/Amsterdam'
from waiting where waiting.id = handovers.id
"""


def upgrade() -> None:
    for name in ("remind_at", "silent_at"):
        op.add_column("handovers", sa.Column(name, MOMENT))
        op.create_index(f"ix_handovers_{name}", "handovers", [name], postgresql_where=sa.text(f"{name} is not null"))
    op.add_column("handovers", sa.Column("reminded_at", MOMENT))
    op.execute(ON_THEIR_WAY)
