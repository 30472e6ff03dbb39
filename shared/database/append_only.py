"""Tables that only grow: what was written down can be neither changed nor removed, whatever role asks."""

from types import ModuleType

REFUSE = """create or replace function refuse_change() returns trigger language plpgsql as $$
    begin raise exception '% only grows', tg_table_name using errcode = 'insufficient_privilege'; end $$"""

REFUSE_BUT_ERASING = """create or replace function refuse_change_but_erasing() returns trigger language plpgsql as $$
    begin
        if to_jsonb(new) - 'text' = to_jsonb(old) - 'text' and new.text like '%(gewist)'
            and starts_with(old.text, rtrim(left(new.text, length(new.text) - length('(gewist)'))))
        then return new; end if;
        raise exception '% only grows', tg_table_name using errcode = 'insufficient_privilege';
    end $$"""


# The words between those that became `[verwijderd]` stay as they were, in their order.
REFUSE_BUT_ERASING_AND_HIDING = """
    create or replace function refuse_change_but_erasing() returns trigger language plpgsql as $$
    declare
        kept text := replace(replace(replace(new.text, '\\', '\\\\'), '%', '\\%'), '_', '\\_');
    begin
        if to_jsonb(new) - 'text' = to_jsonb(old) - 'text' and (
            (new.text like '%(gewist)'
                and starts_with(old.text, rtrim(left(new.text, length(new.text) - length('(gewist)')))))
            or (new.text like '%[verwijderd]%' and old.text like replace(kept, '[verwijderd]', '%'))
        ) then return new; end if;
        raise exception '% only grows', tg_table_name using errcode = 'insufficient_privilege';
    end $$"""


def make_append_only(op: ModuleType, *tables: str) -> None:
    """Let the database refuse UPDATE, DELETE and TRUNCATE on these tables; in a migration."""
    op.execute(REFUSE)
    for table in tables:
        op.execute(
            f"create trigger {table}_only_grows before update or delete or truncate on {table} "
            "for each statement execute function refuse_change()"
        )


def let_words_be_erased(op: ModuleType, table: str) -> None:
    """From then on one change is allowed in this table: of `text` the end may become `(gewist)`.

    Nothing can be put in, and who did what when stays; in a migration after `make_append_only`.
    """
    op.execute(REFUSE_BUT_ERASING)
    op.execute(f"drop trigger {table}_only_grows on {table}")
    op.execute(
        f"create trigger {table}_only_grows before delete or truncate on {table} "
        "for each statement execute function refuse_change()"
    )
    op.execute(
        f"create trigger {table}_only_loses_words before update on {table} "
        "for each row execute function refuse_change_but_erasing()"
    )


def let_pieces_be_hidden(op: ModuleType) -> None:
    """From then on, where words may be erased, any piece of `text` may become `[verwijderd]` too; in a migration."""
    op.execute(REFUSE_BUT_ERASING_AND_HIDING)
