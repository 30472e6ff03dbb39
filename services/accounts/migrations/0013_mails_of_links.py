"""Links know how their mail fared."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Empty for what is there: as if their mail were under way.
    op.add_column("links", sa.Column("mail_state", sa.String))
