"""Who sees personal data signs in with a code too."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "apps",
        sa.Column("member_id", sa.Uuid, sa.ForeignKey("members.id"), primary_key=True),
        sa.Column("seed", sa.String),
        sa.Column("next_seed", sa.String),
        sa.Column("since", MOMENT),
        sa.Column("last_step", sa.BigInteger, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("failed_at", MOMENT),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("fingerprint", sa.LargeBinary, primary_key=True),
        sa.Column("member_id", sa.Uuid, sa.ForeignKey("members.id"), nullable=False, index=True),
        sa.Column("used_at", MOMENT),
    )
    op.create_table(
        "begun_sign_ins",
        sa.Column("fingerprint", sa.LargeBinary, primary_key=True),
        sa.Column("member_id", sa.Uuid, sa.ForeignKey("members.id"), nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False, index=True),
    )
