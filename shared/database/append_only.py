"""Tables that only grow: what was written down can be neither changed nor removed, whatever role asks."""

from types import ModuleType

REFUSE = """create or replace function refuse_change() returns trigger language plpgsql as $$
    begin raise exception '% only grows', tg_table_name using errcode = 'insufficient_privilege'; end $$"""


def make_append_only(op: ModuleType, *tables: str) -> None:
    """Let the database refuse UPDATE, DELETE and TRUNCATE on these tables; in a migration."""
    op.execute(REFUSE)
    for table in tables:
        op.execute(
            f"create trigger {table}_only_grows before update or delete or truncate on {table} "
            "for each statement execute function refuse_change()"
        )
