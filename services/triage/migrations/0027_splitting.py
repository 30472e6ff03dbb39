"""A case may have been split off from another."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cases", sa.Column("split_from_id", sa.Uuid))
    op.create_index(
        "ix_cases_split_from", "cases", ["split_from_id"], postgresql_where=sa.text("split_from_id is not null")
    )
