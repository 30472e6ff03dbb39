"""What the READMEs and ARCHITECTURE.md say is so."""

import ast
import re
import tomllib
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from deploy.event_map import event_map
from deploy.run import app
from deploy.services import existing, subscribers_of
from shared.contracts.registry import all_facts
from shared.messaging.erasing import erasing
from shared.messaging.tables import messaging
from shared.settings import EnvironmentSettings
from tests.architecture.source import ROOT, files, place, tree
from tests.architecture.test_migrations import tables_of

LONGEST_README = 60
PAGES = sorted(ROOT.glob("*.md"))
READMES = sorted(path for top in ("deploy", "services", "shared", "tests") for path in (ROOT / top).rglob("*.md"))
# Every service has them; the messaging README names them.
PLUMBING = set(messaging.tables) | set(erasing.tables)
SUBJECT = re.compile(r"`([a-z_]+\.[a-z_]+\.[a-z_]+\.v\d+)`")
TICKED = re.compile(r"`([^`\n]+)`")
FACTS = {fact.__name__: fact for fact in all_facts()}


def readme_of(service: str) -> str:
    return (ROOT / "services" / service / "README.md").read_text()


def section(text: str, title: str) -> str:
    """The part of a document under one heading."""
    found = re.search(rf"^#+ {re.escape(title)}\n(.*?)(?=^#+ |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, f"no heading {title!r}"
    return found[1]


def rows(text: str) -> list[list[str]]:
    """The rows of the tables in a text, without their heads."""
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")
    ]
    return [row for row, before in zip(cells[2:], cells[1:], strict=False) if set("".join(row)) - {"-"} and before]


@pytest.mark.parametrize("service", existing())
def test_a_service_owns_the_tables_its_readme_names(service: str) -> None:
    assert set(TICKED.findall(section(readme_of(service), "Owns"))) == set(tables_of(service).tables) - PLUMBING


@pytest.mark.parametrize("service", existing())
def test_a_service_hears_what_its_readme_names(service: str) -> None:
    facts = subscribers_of(service)
    heard = [subscription.kind.SUBJECT for subscription in facts.subscriptions] if facts else []
    assert SUBJECT.findall(section(readme_of(service), "Hears")) == sorted(heard)


@pytest.mark.parametrize("service", existing())
def test_a_service_says_what_its_readme_names(service: str) -> None:
    assert SUBJECT.findall(section(readme_of(service), "Says")) == sorted(said_by(service))


@pytest.mark.parametrize("service", existing())
def test_every_fact_that_exists_is_said(service: str) -> None:
    assert said_by(service) == {fact.SUBJECT for fact in FACTS.values() if fact.owner() == service}


@pytest.mark.parametrize("service", existing())
def test_a_readme_explains_every_setting(service: str) -> None:
    text = readme_of(service)
    written = TICKED.findall(section(text, "Settings")) if "## Settings" in text else []
    assert {name for name in written if name.startswith(f"{service.upper()}_")} == settings_of(service)


def settings_of(service: str) -> set[str]:
    """The variables only this service reads."""
    module = f"services.{service}.settings"
    kinds = vars(import_module(module)).values() if find_spec(module) else ()
    own = [
        kind
        for kind in kinds
        if isinstance(kind, type) and issubclass(kind, EnvironmentSettings) and kind.__module__ == module
    ]
    return {f"{kind.model_config.get('env_prefix', '')}{name}".upper() for kind in own for name in kind.model_fields}


def said_by(service: str) -> set[str]:
    """The subjects of this service's own facts that its handlers construct."""
    built = {name for path in files(f"services/{service}") if "handlers" in place(path) for name in _built_in(path)}
    return {FACTS[name].SUBJECT for name in built if FACTS[name].owner() == service}


def _built_in(path: Path) -> set[str]:
    """The facts constructed in a file: `Fact(...)`, `module.Fact(...)` or `Fact.model_validate(...)`."""
    called = [node.func for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]
    makers = [
        part.value if isinstance(part, ast.Attribute) and part.attr == "model_validate" else part for part in called
    ]
    names = {part.id if isinstance(part, ast.Name) else getattr(part, "attr", "") for part in makers}
    return names & set(FACTS)


@pytest.mark.parametrize("service", existing())
def test_a_readme_stays_under_sixty_lines(service: str) -> None:
    assert len(readme_of(service).splitlines()) < LONGEST_README


def test_the_event_map_is_that_of_the_code() -> None:
    written = rows(section((ROOT / "ARCHITECTURE.md").read_text(), "The event map"))
    made = [[f"`{row.subject}`", row.stream, row.said_by, ", ".join(row.heard_by) or "–"] for row in event_map()]
    assert written == made


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups = [project["project"]["dependencies"], *project["dependency-groups"].values()]
    wanted = [re.split(r"[\[=<>~ ]", line)[0] for group in groups for line in group]
    written = rows(section((ROOT / "ARCHITECTURE.md").read_text(), "Dependencies"))
    assert [name.strip("`") for name, _ in written] == wanted
    assert all(reason for _, reason in written)


def test_every_dependency_of_the_product_is_used() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    imported = {name.split(".")[0] for path in files("deploy", "services", "shared") for name in _imported_in(path)}
    named = {
        "nats-py": "nats",
        "pyyaml": "yaml",
        "pillow": "PIL",
        "python-docx": "docx",
        "python-stdnum": "stdnum",
        "argon2-cffi": "argon2",
        "python-multipart": "fastapi",
    }
    packages = [re.split(r"[\[=]", line)[0] for line in project["project"]["dependencies"]]
    assert [name for name in packages if named.get(name, name).replace("-", "_") not in imported] == []


def _imported_in(path: Path) -> set[str]:
    nodes = list(ast.walk(tree(path)))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return plain | {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}


@pytest.mark.parametrize("page", [*PAGES, *READMES], ids=place)
def test_every_link_leads_to_a_file(page: Path) -> None:
    links = [link for link in re.findall(r"\]\(([^)#\s]+)", page.read_text()) if "://" not in link]
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=place)
def test_every_path_that_is_named_exists(page: Path) -> None:
    tops = ("deploy/", "services/", "shared/", "tests/", "docs/")
    named = [
        name for name in TICKED.findall(page.read_text()) if name.startswith(tops) and not set("<>*…{ ") & set(name)
    ]
    assert [name for name in named if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=place)
def test_every_test_that_is_named_exists(page: Path) -> None:
    functions = {
        node.name
        for path in files("tests")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    named = [name for name in TICKED.findall(page.read_text()) if re.fullmatch(r"test_\w+", name)]
    assert [name for name in named if name not in functions] == []


@pytest.mark.parametrize("page", [*PAGES, *READMES], ids=place)
def test_every_make_target_and_command_that_is_named_exists(page: Path) -> None:
    text = page.read_text()
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"(?:`|^)make ([a-z-]+)", text, re.MULTILINE)) - targets == set()
    for command in set(re.findall(r"`(?:\./)?regelwijzer ([a-z-]+(?: (?:add|list|retry|drop)\b)?)", text)):
        assert CliRunner().invoke(app, [*command.split(), "--help"]).exit_code == 0, command


async def test_the_call_in_the_readme_makes_a_report(
    client_for: Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]],
) -> None:
    call = section((ROOT / "README.md").read_text(), "By machine")
    body = re.search(r"--data '(\{.*?\})'", call, re.DOTALL)
    assert body
    async with client_for("intake") as client:
        answer = await client.post("/api/v1/meldingen", content=body[1], headers={"Content-Type": "application/json"})
    assert answer.status_code == 201, answer.text
