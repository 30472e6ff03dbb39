"""First tables."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, TSVECTOR

from shared.messaging.schema import create_messaging_tables
from shared.staff.tables import create_staff_tables

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SEARCH = (
    "setweight(to_tsvector('dutch'::regconfig, search_heading), 'A'::\"char\")"
    " || setweight(to_tsvector('dutch'::regconfig, search_body), 'C'::\"char\")"
)


def upgrade() -> None:
    create_messaging_tables(op)
    create_staff_tables(op)
    _create_items()
    _index_items()
    _create_sources_and_parties()


def _create_items() -> None:
    op.create_table(
        "items",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("code", sa.String, nullable=False, unique=True),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("public", sa.Boolean, nullable=False),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("rule", sa.String, nullable=False),
        sa.Column("imposed_by", ARRAY(sa.Text), nullable=False),
        sa.Column("theme", sa.String, nullable=False),
        sa.Column("level", sa.String, nullable=False),
        sa.Column("recorded_in", sa.String, nullable=False),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("summary", sa.String),
        sa.Column("valid_from", sa.String),
        sa.Column("source_title", sa.String),
        sa.Column("source_place", sa.String),
        sa.Column("handled_by", sa.String),
        sa.Column("suggestion", sa.String, nullable=False),
        sa.Column("times_per_month", sa.Float),
        sa.Column("minutes", sa.Float),
        sa.Column("estimate_basis", sa.String, nullable=False),
        sa.Column("keywords", ARRAY(sa.Text), nullable=False),
        sa.Column("sources", ARRAY(sa.Text), nullable=False),
        sa.Column("verified", sa.Boolean, nullable=False),
        sa.Column("verified_note", sa.String),
        sa.Column("checked_on", sa.Date),
        sa.Column("checked_by", sa.String),
        sa.Column("search_heading", sa.Text, nullable=False),
        sa.Column("search_body", sa.Text, nullable=False),
        sa.Column("search", TSVECTOR, sa.Computed(SEARCH, persisted=True)),
    )


def _index_items() -> None:
    op.create_index("ix_items_search", "items", ["search"], postgresql_using="gin")
    op.create_index(
        "ix_items_search_heading",
        "items",
        ["search_heading"],
        postgresql_using="gin",
        postgresql_ops={"search_heading": "gin_trgm_ops"},
    )


def _create_sources_and_parties() -> None:
    op.create_table(
        "sources",
        sa.Column("code", sa.String, primary_key=True),
        sa.Column("description", sa.String, nullable=False),
    )
    op.create_table(
        "parties",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("key", sa.String, nullable=False, unique=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("abbreviation", sa.String),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("takes_handovers", sa.Boolean, nullable=False),
    )
