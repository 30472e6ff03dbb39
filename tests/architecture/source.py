"""The project's own code as a tree, for tests that hold all of it to one rule."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("deploy", "services", "shared")


def files(*folders: str) -> list[Path]:
    """Every Python file under these folders."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def place(path: Path) -> str:
    """The path as people write it, from the top of the project."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text())


def calls(path: Path) -> Iterator[tuple[str, bool, int]]:
    """What a file calls: the last part of the name, whether it is a method or part of a module, and the line."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.func.attr, True, node.lineno
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id, False, node.lineno


def imports(path: Path, *, at_once: bool = False) -> Iterator[tuple[str, str]]:
    """What a file imports, `at_once` or also later: module and name; the name is empty for a whole module."""
    for node in tree(path).body if at_once else ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom):
            yield from ((node.module or "", alias.name) for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
