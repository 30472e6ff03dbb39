"""What the team said about names that are no patient's."""

from alembic import op

from shared.privacy.tables import create_allowed_names_table

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_allowed_names_table(op)
