"""Every waiting case has a moment at which something happens by itself; cases that wait already get one."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)

# What a case waits for stands in the decision that was said about it last.
SAID_LAST = """
create temporary table said_last on commit drop as
select distinct on (report_id) report_id, data from (
    select right(subject, 36)::uuid as report_id, body::jsonb -> 'data' as data, id
    from outbox
    where subject like 'triage.question.asked.v1.%' or subject like 'triage.report.referred.v1.%'
        or subject like 'triage.handover.decided.v1.%'
) as said order by report_id, id desc
"""
WHAT_IT_IS_ABOUT = """
update cases set
    decided_at = changed_at,
    party_id = (data ->> 'party_id')::uuid,
    question_id = case state when 'question_open' then (data ->> 'question_id')::uuid end,
    answer_by = case state when 'question_open' then (data ->> 'answer_by')::date end
from said_last where said_last.report_id = cases.report_id and state in ('question_open', 'elsewhere', 'handed_over')
"""
# Nobody is surprised: whoever is over time already is reminded first, and has a week from now.
OPEN_QUESTIONS = """
with waiting as (
    select report_id, (changed_at at time zone 'Europe/Amsterdam')::date as asked_on from cases
    where state = 'question_open'
)
update cases set
    answer_by = greatest(coalesce(answer_by, asked_on + 14), (now() at time zone 'Europe/Amsterdam')::date + 7),
    remind_at = (asked_on + 7 + time '08:00') at time zone 'Europe/Amsterdam'
from waiting where waiting.report_id = cases.report_id
"""
WHEN = """
update cases set term_at = (term_on + time '08:00') at time zone 'Europe/Amsterdam'
from (
    select cases.report_id, case state
        when 'new' then due_on + 1
        when 'question_open' then answer_by + 1
        when 'elsewhere' then coalesce(
            (data ->> 'check_on')::date, (changed_at at time zone 'Europe/Amsterdam')::date + 42)
    end as term_on
    from cases left join said_last on said_last.report_id = cases.report_id
) as terms where terms.report_id = cases.report_id and term_on is not null
"""


def upgrade() -> None:
    for name in ("question_id", "party_id", "handover_id"):
        op.add_column("cases", sa.Column(name, sa.Uuid))
    op.add_column("cases", sa.Column("decided_at", MOMENT))
    op.add_column("cases", sa.Column("came_back", sa.String))
    op.add_column("cases", sa.Column("answer_by", sa.Date))
    op.add_column("cases", sa.Column("delayed_to", sa.Date))
    for name in ("remind_at", "term_at"):
        op.add_column("cases", sa.Column(name, MOMENT))
        op.create_index(f"ix_cases_{name}", "cases", [name], postgresql_where=sa.text(f"{name} is not null"))
    for statement in (SAID_LAST, WHAT_IT_IS_ABOUT, OPEN_QUESTIONS, WHEN):
        op.execute(statement)
