"""Who joined a report goes where that goes, as long as nobody decided about it by itself."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cases", sa.Column("follows", sa.Boolean, nullable=False, server_default=sa.false()))
    op.execute(
        "update cases set follows = true where joins_report_id is not null and state = 'new' and decided_at is null"
    )
