"""A case is somebody's, and every tab of the queue is walked in order."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

OPEN = "state in ('new', 'question_open', 'reopen_requested')"
WAITS_FOR_US = "state in ('new', 'reopen_requested')"
TABS = {
    "new": "state = 'new' and not reaction and added_at is null",
    "reaction": "(state in ('new', 'reopen_requested') and reaction) or added_at is not null",
    "question": "state = 'question_open'",
    "open": OPEN,
}
HEAVIEST = "(- minutes_per_month)"


def upgrade() -> None:
    op.add_column("cases", sa.Column("assigned_to", sa.Uuid))
    for name, condition in TABS.items():
        _index(name, ["due_on", sa.text(HEAVIEST), "report_id"], condition)
    _index("handled", ["changed_at", "report_id"], "state not in ('new', 'question_open', 'reopen_requested')")
    _index("heaviest", [sa.text(HEAVIEST), "due_on", "report_id"])
    _index("late", ["due_on"], WAITS_FOR_US)
    _index("untouched", ["changed_at"], WAITS_FOR_US)
    _index("assigned_to", ["assigned_to", "due_on"], "assigned_to is not null")
    _index("submitted_at", ["submitted_at"])
    op.drop_index("ix_cases_queue", "cases")


def _index(name: str, columns: list[str | sa.TextClause], condition: str | None = None) -> None:
    where = None if condition is None else sa.text(condition)
    op.create_index(f"ix_cases_{name}", "cases", columns, postgresql_where=where)
