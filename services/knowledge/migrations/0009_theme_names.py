"""Themes are added, renamed and retired by administrators."""

from alembic import op

from shared.themes.table import create_themes_table

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_themes_table(op)
