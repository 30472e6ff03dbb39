"""What a migration does with rows that are there already, to be tried on such rows."""

import importlib.util
from collections.abc import Iterable

from sqlalchemy import text

from shared.database import Database
from shared.database.migration import versions_folder


def statements_of(service: str, name: str, *constants: str) -> list[str]:
    """The SQL a migration keeps in these constants."""
    path = versions_folder(service) / f"{name}.py"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return [getattr(module, constant) for constant in constants]


async def execute(database: Database, statements: Iterable[str]) -> None:
    """Run them in one transaction, as a migration does."""
    async with database.transaction() as session:
        for statement in statements:
            await session.execute(text(statement))
