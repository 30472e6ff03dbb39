"""What a database holds, in numbers that another copy of it must have as well: rows and a hash for each table."""

import json
from collections.abc import Mapping

from deploy.backup.database import Connection

# Texts of values depend on these.
PLAIN = """set local timezone = 'UTC'; set local datestyle = 'ISO, YMD'; set local intervalstyle = 'iso_8601';
    set local bytea_output = 'hex'; set local extra_float_digits = 1; set local search_path = pg_catalog"""

# Each table with the question that measures it: rows, and two sums over all of them, in whatever order they come.
# What PostgreSQL works out itself is left out: another version of it may do so in another way.
QUESTIONS = """
    select n.nspname || '.' || c.relname as name, format(
        'select count(*) || '' '' || coalesce(sum(hashtextextended(content, 0)), 0)'
        ' || '' '' || coalesce(sum(hashtextextended(content, 1)), 0)'
        ' from (select row(%1$s)::text as content from %2$s offset 0) as rows',
        string_agg(quote_ident(a.attname), ', ' order by a.attnum), c.oid::regclass) as question
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    where c.relkind = 'r' and n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'public')
    group by c.oid, n.nspname, c.relname order by 1"""

# Raises in the transaction that made the tables, so that one that differs is never committed.
COMPARE = """do $compare$
    declare
        expected jsonb := $expected${expected}$expected$;
        measured record;
        answer text;
        seen int := 0;
    begin
        for measured in {questions} loop
            execute measured.question into answer;
            if answer is distinct from expected ->> measured.name then
                raise exception 'table % is not what was backed up', measured.name;
            end if;
            seen := seen + 1;
        end loop;
        if seen <> (select count(*) from jsonb_object_keys(expected)) then
            raise exception 'there are % tables', seen;
        end if;
    end $compare$"""


def measure(connection: Connection) -> dict[str, str]:
    """`schema.table` → `rows hash hash`, for every table of every service; in the transaction that is open, if any."""
    with connection.transaction():
        connection.execute(PLAIN)
        return {
            name: _answer(connection, question) for name, question in connection.execute(QUESTIONS.encode()).fetchall()
        }


def rows_in(measured: Mapping[str, str]) -> int:
    """How many rows there are in all."""
    return sum(int(answer.split()[0]) for answer in measured.values())


def comparison(expected: Mapping[str, str]) -> list[str]:
    """Statements that fail unless the database holds exactly this."""
    return [PLAIN, COMPARE.format(expected=json.dumps(dict(expected)), questions=QUESTIONS)]


def _answer(connection: Connection, question: str) -> str:
    row = connection.execute(question.encode()).fetchone()
    return str(row[0]) if row else ""
