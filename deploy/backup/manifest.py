"""What a backup says about itself, before the dump begins."""

import hashlib
import tomllib
from datetime import datetime

from pydantic import BaseModel, ConfigDict, ValidationError

from deploy.backup import content
from deploy.backup.database import Connection
from deploy.embedded.failure import StartError
from deploy.embedded.options import ROOT
from shared.database.migration import newest_version, versions_folder

FORMAT = 1


class Manifest(BaseModel):
    """When and of what a backup was made. `tables` is what `content.measure` found, `facts` what was said on FACTS."""

    model_config = ConfigDict(frozen=True)

    format: int = FORMAT
    made_at: datetime
    version: str
    postgres: str
    secret_key: str
    schemas: dict[str, str]
    tables: dict[str, str]
    facts: int
    unpublished: int

    @property
    def rows(self) -> int:
        """How many rows the dump has."""
        return content.rows_in(self.tables)

    @property
    def in_words(self) -> str:
        """One line about it."""
        return f"{self.rows:,} rows as of {self.made_at:%Y-%m-%d %H:%M:%S} UTC, by version {self.version}"


def describe(connection: Connection, secret_key: str) -> Manifest:
    """The manifest of what this transaction sees."""
    (made_at, postgres) = connection.execute("select now(), current_setting('server_version')").fetchone() or ()
    versions = {service: _version(connection, service) for service in _services(connection)}
    said = [_said(connection, schema) for schema in versions]
    return Manifest(
        made_at=made_at,
        version=own_version(),
        postgres=postgres,
        secret_key=fingerprint(secret_key),
        schemas=versions,
        tables=content.measure(connection),
        facts=sum(facts for facts, _ in said),
        unpublished=sum(unpublished for _, unpublished in said),
    )


def parse(line: str) -> Manifest:
    """The manifest in a backup. Raises StartError when this version cannot restore it."""
    try:
        manifest = Manifest.model_validate_json(line)
    except ValidationError:
        raise StartError("this backup has a manifest that cannot be read") from None
    newer = [f"{name} {version}" for name, version in sorted(manifest.schemas.items()) if _is_newer(name, version)]
    if newer:
        raise StartError(
            f"this backup was made by a newer version ({manifest.version}: {', '.join(newer)}); install that one first"
        )
    return manifest


def own_version() -> str:
    """The version of RegelWijzer that runs."""
    version: str = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    return version


def fingerprint(secret_key: str) -> str:
    """Enough of the key that makes the links to recognise it, and no help to whoever wants to make one."""
    return hashlib.sha256(b"backup of " + secret_key.encode()).hexdigest()[:16]


def _is_newer(service: str, version: str) -> bool:
    known = any(versions_folder(service).glob("[0-9]*.py"))
    return not known or version > newest_version(service)


def _services(connection: Connection) -> list[str]:
    found = connection.execute("select schemaname from pg_tables where tablename = 'alembic_version' order by 1")
    return [name for (name,) in found]


def _version(connection: Connection, schema: str) -> str:
    row = connection.execute(f"select version_num from {schema}.alembic_version".encode()).fetchone()  # noqa: S608
    return str(row[0]) if row else ""


def _said(connection: Connection, schema: str) -> tuple[int, int]:
    row = connection.execute(
        f"select count(*), count(*) filter (where published_at is null) from {schema}.outbox"  # noqa: S608
        " where stream = 'FACTS'".encode()
    ).fetchone()
    return (int(row[0]), int(row[1])) if row else (0, 0)
