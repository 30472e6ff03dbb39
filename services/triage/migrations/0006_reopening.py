"""A closed case may be asked to be opened again."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cases", sa.Column("state_before", sa.String))
    op.add_column("cases", sa.Column("reopening_id", sa.Uuid))
    op.add_column("cases", sa.Column("reopening_reason", sa.String))
