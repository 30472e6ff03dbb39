"""How words are written that known things say themselves, to recognise misspelled ones by.

Of what is known already we kept words without endings only; these do until the things are told anew.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

FILL = """
insert into known_spellings (cut, spelling, word)
select distinct cut, word, word
from (select distinct word from known_words where own > 0 and word ~ '^[a-z]{6,}$') as said, lateral (
    select word as cut union all
    select overlay(word placing '' from place for 1) from generate_series(1, length(word)) as place
) as cuts
"""


def upgrade() -> None:
    op.create_table(
        "known_spellings",
        sa.Column("cut", sa.String, primary_key=True),
        sa.Column("spelling", sa.String, primary_key=True),
        sa.Column("word", sa.String, nullable=False, index=True),
    )
    op.execute(FILL)
