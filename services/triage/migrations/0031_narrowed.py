"""The index of each tab holds what filters ask, so that counting what they leave need not look at the cases."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

OPEN = "state in ('new', 'question_open', 'reopen_requested')"
BY_DEADLINE: list[str | sa.TextClause] = ["due_on", sa.text("(- minutes_per_month)"), "report_id"]
LATEST: list[str | sa.TextClause] = ["changed_at", "report_id"]
TABS = {
    "new": "state = 'new' and not reaction and added_at is null and merged_at is null",
    "reaction": "(state in ('new', 'reopen_requested') and reaction) or added_at is not null",
    "question": "state = 'question_open'",
    "to_link": f"{OPEN} and dossier_id is null and resembles_id is not null and merged_at is null",
    "open": OPEN,
    "handled": "state not in ('new', 'question_open', 'reopen_requested')",
}


def upgrade() -> None:
    for tab, condition in TABS.items():
        order = LATEST if tab == "handled" else BY_DEADLINE
        op.drop_index(f"ix_cases_{tab}", "cases")
        op.create_index(
            f"ix_cases_{tab}",
            "cases",
            order,
            postgresql_where=sa.text(condition),
            postgresql_include=["theme", "imposed_by", "assigned_to"],
        )
