"""Agreements can be published to the knowledge base."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("agreements", sa.Column("publications", sa.Integer, nullable=False, server_default="0"))
    op.add_column("agreements", sa.Column("published_version", sa.Integer))
    op.add_column("agreements", sa.Column("public_title", sa.String))
    op.add_column("agreements", sa.Column("public_question", sa.String))
    op.add_column("agreements", sa.Column("public_imposed_by", ARRAY(sa.Text), nullable=False, server_default="{}"))
    op.add_column("agreements", sa.Column("public_theme", sa.String))
    op.add_column("agreements", sa.Column("item_code", sa.String))
    op.add_column("agreements", sa.Column("item_revision", sa.Integer))
    op.add_column("agreements", sa.Column("item_public", sa.Boolean))
