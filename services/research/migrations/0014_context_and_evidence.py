"""What happens where, since when and with whom; sources that findings rest on."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("dossiers", sa.Column("context_version", sa.Integer, nullable=False, server_default="0"))
    for name in ("context_what", "context_since", "context_where", "context_whom"):
        op.add_column("dossiers", sa.Column(name, sa.String))
    op.create_table(
        "evidence",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("dossier_id", sa.Uuid, sa.ForeignKey("dossiers.id"), nullable=False, index=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("removed_at", MOMENT),
        sa.Column("called", sa.String, nullable=False),
        sa.Column("evidence_kind", sa.String, nullable=False),
        sa.Column("link", sa.String),
        sa.Column("kept_at", sa.String),
        sa.Column("dated_on", sa.Date),
        sa.Column("reliability", sa.String, nullable=False),
        sa.Column("remark", sa.String),
        sa.Column("added_by", sa.String, nullable=False),
    )
    op.add_column("findings", sa.Column("evidence_id", sa.Uuid, sa.ForeignKey("evidence.id")))
