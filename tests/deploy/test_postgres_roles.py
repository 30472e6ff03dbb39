"""The logins of a compose installation: an owner that migrates without being superuser, and services that see
their own schema only."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyrage import x25519
from sqlalchemy import text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError

from deploy.backup.backup_file import read_head
from deploy.backup.making import Maker
from deploy.backup.restoring import Restore
from deploy.embedded import unprivileged
from deploy.services import SERVICES, existing
from shared.database import Database
from shared.database.migration import migrate, versions_folder
from tests import servers
from tests.databases import execute

SCRIPT = Path("deploy/postgres/create_roles.sh")


@pytest.fixture(scope="module")
def installation() -> Iterator[URL]:
    with servers.postgres() as address:
        url = make_url(address)
        passwords = {f"DATABASE_PASSWORD_{who.upper()}": f"secret-{who}" for who in ("owner", *SERVICES)}
        programs = unprivileged.binaries(None)
        environment = (
            os.environ
            | passwords
            | {
                "PATH": f"{programs}:{os.environ['PATH']}",
                "PGHOST": str(url.query["host"]),
                "POSTGRES_USER": str(url.username),
                "POSTGRES_DB": str(url.database),
            }
        )
        done = subprocess.run(["sh", SCRIPT], env=environment, capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (0, "")
        migrate(as_login(url, "owner"), migrated())
        yield url


def as_login(url: URL, who: str) -> str:
    login = url.set(username=f"regelwijzer_{who}", password=f"secret-{who}")
    return login.render_as_string(hide_password=False)


def migrated() -> list[str]:
    return [service for service in existing() if any(versions_folder(service).glob("0*.py"))]


@pytest.mark.parametrize("service", migrated())
async def test_a_service_works_in_its_own_schema_only(installation: URL, service: str) -> None:
    database = Database(as_login(installation, service), service, connections=1)
    other = next(name for name in migrated() if name != service)
    try:
        async with database.transaction() as session:
            assert (await session.execute(text("select count(*) from outbox"))).scalar() == 0
        for forbidden in (
            f"select count(*) from {other}.outbox",
            f"set role regelwijzer_{other}",
            "create table mine (id int)",
            "drop table outbox",
        ):
            with pytest.raises(DBAPIError, match=r"permission denied|must be owner"):
                async with database.transaction() as session:
                    await session.execute(text(forbidden))
    finally:
        await database.close()


async def test_the_owner_takes_a_backup_from_elsewhere_and_each_service_may_work_with_it(
    installation: URL, database_url: str, tmp_path: Path
) -> None:
    """Also one of `make run`, where all belongs to a superuser of another name."""
    identity = x25519.Identity.generate()
    head = Maker(database_url, tmp_path, [identity.to_public()], "its key", {}).make()
    execute(installation, "create database elsewhere owner regelwijzer_owner")
    elsewhere = installation.set(database="elsewhere")
    for_owner, identities = as_login(elsewhere, "owner"), [identity]
    Restore(for_owner, head.file, identities, read_head(head.file, identities)).run(before_commit=lambda: None)
    again = Maker(for_owner, tmp_path, [identity.to_public()], "its key", {}).make()
    assert again.manifest.tables == head.manifest.tables
    for service in migrated():
        database = Database(as_login(elsewhere, service), service, connections=1)
        async with database.transaction() as session:
            assert (await session.execute(text("delete from outbox"))).rowcount == 0  # type: ignore[attr-defined]
        await database.close()


def test_the_owner_is_no_superuser(installation: URL) -> None:
    assert migrate(as_login(installation, "owner"), migrated()) == []
