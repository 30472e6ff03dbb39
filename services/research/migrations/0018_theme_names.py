"""Themes are added, renamed and retired by administrators."""

from alembic import op

from shared.themes.table import create_themes_table

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_themes_table(op)
