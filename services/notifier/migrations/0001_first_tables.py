"""First tables."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from shared.messaging.schema import create_messaging_tables
from shared.staff.tables import create_staff_tables

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
# A mail can go out when it and the address are there, whichever comes last.
WAKE_THE_MAILER = (
    """create function notify_mails() returns trigger language plpgsql as $$
        begin perform pg_notify('regelwijzer_mails', tg_table_schema); return null; end $$""",
    "create trigger mails_notify after insert on mails for each statement execute function notify_mails()",
    "create trigger contacts_notify after insert or update on contacts "
    "for each statement execute function notify_mails()",
)


def upgrade() -> None:
    create_messaging_tables(op)
    create_staff_tables(op)
    _create_reports()
    _create_what_others_told()
    _create_what_we_tell()
    for statement in WAKE_THE_MAILER:
        op.execute(statement)


def _create_reports() -> None:
    op.create_table(
        "reports",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("reference", sa.String, nullable=False),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("practice_id", sa.Uuid, nullable=False),
        sa.Column("answer_by", sa.Date, nullable=False),
    )
    op.create_table(
        "contacts",
        sa.Column("report_id", sa.Uuid, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("email", sa.String, nullable=False),
        sa.Column("link_token", sa.String, nullable=False),
        sa.Column("given_at", MOMENT, nullable=False),
    )
    op.create_table(
        "report_links",
        sa.Column("report_id", sa.Uuid, primary_key=True),
        sa.Column("dossier_id", sa.Uuid, nullable=False, index=True),
        sa.Column("linked_at", MOMENT, nullable=False),
    )


def _create_what_others_told() -> None:
    op.create_table(
        "dossier_facts",
        sa.Column("fact_id", sa.Uuid, primary_key=True),
        sa.Column("dossier_id", sa.Uuid, nullable=False, index=True),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("happened_at", MOMENT, nullable=False),
        sa.Column("body", JSONB, nullable=False),
    )
    op.create_table(
        "names",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("text", sa.String),
        sa.Column("code", sa.String),
        sa.Column("public", sa.Boolean, nullable=False),
    )


def _create_what_we_tell() -> None:
    op.create_table(
        "notices",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("report_id", sa.Uuid, nullable=False),
        sa.Column("fact_id", sa.Uuid, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("happened_at", MOMENT, nullable=False),
        sa.Column("words", JSONB, nullable=False),
    )
    op.create_index("ux_notices_report_fact", "notices", ["report_id", "fact_id"], unique=True)
    op.create_table(
        "silences",
        sa.Column("fact_id", sa.Uuid, primary_key=True),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("about_id", sa.Uuid, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("happened_at", MOMENT, nullable=False),
    )
    op.create_table(
        "packages",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("fact_id", sa.Uuid, nullable=False),
        sa.Column("handover_id", sa.Uuid, nullable=False),
        sa.Column("reference", sa.String, nullable=False),
        sa.Column("to_name", sa.String, nullable=False),
        sa.Column("to_email", sa.String, nullable=False),
        sa.Column("mail_subject", sa.String, nullable=False),
        sa.Column("paragraphs", JSONB, nullable=False),
        sa.UniqueConstraint("fact_id", name="uq_packages_fact_id"),
    )
    _create_mails()


def _create_mails() -> None:
    op.create_table(
        "mails",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("source_id", sa.Uuid, nullable=False),
        sa.Column("purpose", sa.String, nullable=False),
        sa.Column("about_id", sa.Uuid, nullable=False, index=True),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("why", sa.String),
        sa.Column("dated_at", MOMENT, nullable=False),
        sa.Column("next_try_at", MOMENT, nullable=False),
        sa.Column("sending_since", MOMENT),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("relay_waits", sa.Integer, nullable=False),
        sa.Column("last_code", sa.Integer),
        sa.Column("resent", sa.Boolean, nullable=False),
        sa.UniqueConstraint("source_id", name="uq_mails_source_id"),
    )
    due = sa.text("state in ('pending', 'retrying')")
    op.create_index("ix_mails_due", "mails", ["next_try_at"], postgresql_where=due)
    op.create_index("ix_mails_sending", "mails", ["sending_since"], postgresql_where=sa.text("state = 'sending'"))
