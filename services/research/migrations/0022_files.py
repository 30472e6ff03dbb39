"""Files stand with a source of a dossier, which also says of whom it is; one can be erased."""

import sqlalchemy as sa
from alembic import op

from shared.attachments.tables import create_attachment_tables
from shared.database.append_only import make_append_only

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("dossiers", sa.Column("files_added", sa.Integer, nullable=False, server_default="0"))
    op.add_column("evidence", sa.Column("from_whom", sa.String))
    op.create_table(
        "evidence_files",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("evidence_id", sa.Uuid, sa.ForeignKey("evidence.id"), nullable=False, index=True),
        sa.Column("dossier_id", sa.Uuid, sa.ForeignKey("dossiers.id"), nullable=False, index=True),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("name", sa.String),
        sa.Column("source_hash", sa.LargeBinary, nullable=False),
        sa.Column("store", sa.String, nullable=False),
        sa.Column("added_by", sa.String, nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
    )
    create_attachment_tables(op)
    op.create_table(
        "erased_files",
        sa.Column("file_id", sa.Uuid, primary_key=True),
        sa.Column("dossier_id", sa.Uuid, nullable=False),
        sa.Column("why", sa.String, nullable=False),
        sa.Column("erased_by", sa.String, nullable=False),
        sa.Column("erased_at", MOMENT, nullable=False),
    )
    make_append_only(op, "erased_files")
