"""Dossiers say that they were opened again by themselves."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Whether anybody worked on those that came back before is not known: they are not pointed out.
    op.add_column("dossiers", sa.Column("came_back", sa.String))
    came_back = sa.text("came_back is not null")
    op.create_index("ix_dossiers_came_back", "dossiers", ["changed_at"], postgresql_where=came_back)
