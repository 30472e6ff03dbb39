import asyncio
from collections.abc import Iterator

import pytest

from shared.database import Database
from tests.properties.desk import SERVICES


@pytest.fixture
def services(database_url: str) -> Iterator[tuple[asyncio.Runner, dict[str, Database]]]:
    """The databases of the three, and a loop to use them in."""
    with asyncio.Runner() as runner:
        databases = {service: Database(database_url, service, connections=1) for service in SERVICES}
        yield runner, databases

        async def close() -> None:
            for database in databases.values():
                await database.close()

        runner.run(close())
