"""Themes are added, renamed and retired by administrators."""

from alembic import op

from shared.themes.table import create_themes_table

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_themes_table(op)
