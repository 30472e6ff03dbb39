"""What must stay in its own room. Who may import whom is in pyproject.toml (import-linter, `make lint`)."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tests.architecture.source import PRODUCT, calls, files, imports, place, tree

LONGEST_FILE, LONGEST_FUNCTION = 300, 40
VAGUE = frozenset({"utils", "util", "helpers", "helper", "common", "manager", "managers", "base", "misc"})
SILENCED = re.compile(r"#\s*type:\s*ignore(?!\[)")
SQL = frozenset({"sqlalchemy", "sqlmodel", "alembic", "asyncpg", "psycopg"})
# What takes memory for something few people do, and the only place that imports it.
HEAVY = {
    "authlib": "services/accounts/organisation.py",
    "httpx2": "services/accounts/organisation.py",
    "typst": "services/intake/pdf/making.py",
}
# A session is passed on by routes and handlers; what is asked with it stands in the repository.
PASSED_ON = ("sqlalchemy.ext.asyncio", "AsyncSession")

Function = ast.FunctionDef | ast.AsyncFunctionDef


def where(name: str, *, method: bool, allowed: Iterable[str]) -> list[str]:
    """The places outside the allowed ones where something of this name is called."""
    return [
        f"{place(path)}:{line}"
        for path in files(*PRODUCT)
        if not place(path).startswith(tuple(allowed))
        for called, is_method, line in calls(path)
        if called == name and (is_method or not method)
    ]


def test_nobody_commits_but_shared_database() -> None:
    assert where("commit", method=True, allowed=["shared/database/"]) == []


def test_nobody_publishes_but_the_relay() -> None:
    assert where("publish", method=True, allowed=["shared/messaging/relay.py"]) == []


def test_nobody_builds_a_broker_but_its_own_module() -> None:
    assert where("NatsBroker", method=False, allowed=["shared/messaging/broker.py"]) == []


def test_nobody_connects_to_the_broker_but_its_own_module() -> None:
    found = [place(path) for path in files(*PRODUCT) for module, _ in imports(path) if module == "nats"]
    assert set(found) == {"shared/messaging/connection.py"}


def test_what_few_people_use_takes_memory_only_where_they_do() -> None:
    parts = ((path, imports(path, at_once=True)) for path in files(*PRODUCT))
    found = [(place(path), f"{module}.{name}") for path, imported in parts for module, name in imported]
    heavy = {path for path, module in found if module.partition(".")[0] in HEAVY}
    assert heavy == set(HEAVY.values())
    modules = tuple(path.removesuffix(".py").replace("/", ".") + "." for path in heavy)
    assert [path for path, module in found if f"{module}.".startswith(modules)] == []


def test_services_ask_the_database_in_their_repository_only() -> None:
    assert [f"{place(path)}: {module}.{name}" for path, module, name in _sql_in_services()] == []


def _sql_in_services() -> Iterator[tuple[Path, str, str]]:
    for path in files("services"):
        room = place(path).removesuffix(".py").split("/")[2:]
        if {"repository", "tables", "migrations"} & set(room):
            continue
        for module, name in imports(path):
            if module.partition(".")[0] in SQL and (module, name) != PASSED_ON:
                yield path, module, name


def test_no_type_error_is_silenced_without_its_code() -> None:
    found = [place(path) for path in files(*PRODUCT, "tests") if SILENCED.search(path.read_text())]
    assert found == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    found = [place(path) for path in files(*PRODUCT, "tests") if VAGUE & {*path.parts, path.stem}]
    # Every fact is a Fact: here the word is what the file is about.
    assert found == ["shared/contracts/base.py"]


def test_no_file_is_longer_than_300_lines() -> None:
    lengths = {place(path): len(path.read_text().splitlines()) for path in files(*PRODUCT, "tests")}
    assert {path: length for path, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_function_is_longer_than_40_lines() -> None:
    found = [
        f"{place(path)}:{node.lineno} {node.name}"
        for path in files(*PRODUCT, "tests")
        for node in ast.walk(tree(path))
        if isinstance(node, Function) and _length(node) > LONGEST_FUNCTION
    ]
    assert found == []


def _length(node: Function) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


@pytest.mark.parametrize("space", [" ", ""])
def test_the_search_for_silenced_errors_finds_them(space: str) -> None:
    comment = f"x = 1  #{space}type:{space}ignore"
    assert SILENCED.search(comment)
    assert not SILENCED.search(f"{comment}[misc]")
