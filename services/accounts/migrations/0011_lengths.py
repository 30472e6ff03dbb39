"""How long everything may take is set by an administrator."""

from alembic import op

from shared.terms.table import create_terms_table

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_terms_table(op)
