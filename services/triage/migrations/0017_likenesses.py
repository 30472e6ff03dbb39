"""What cases resemble, and which of them can be linked because of that."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

TO_LINK = "state in ('new', 'question_open', 'reopen_requested') and dossier_id is null and resembles_id is not null"


def upgrade() -> None:
    op.create_table(
        "likenesses",
        sa.Column("report_id", sa.Uuid, primary_key=True),
        sa.Column("found", JSONB, nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index(
        "ix_likenesses_found", "likenesses", ["found"], postgresql_using="gin",
        postgresql_ops={"found": "jsonb_path_ops"},
    )  # fmt: skip
    op.add_column("cases", sa.Column("resembles_id", sa.Uuid))
    heaviest = sa.text("(- minutes_per_month)")
    op.create_index("ix_cases_to_link", "cases", ["due_on", heaviest, "report_id"], postgresql_where=sa.text(TO_LINK))
    op.add_column("known_items", sa.Column("rule", sa.String))
