"""Reports and the history of dossiers may lose the words of a report that is erased."""

from alembic import op

from shared.database.append_only import let_words_be_erased
from shared.messaging.erasing import create_erased_table

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_erased_table(op)
    let_words_be_erased(op, "history")
