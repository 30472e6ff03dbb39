"""Makes one backup: everything as it was at one moment, while the system goes on working."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyrage import x25519

from deploy.backup import database, sealed
from deploy.backup.backup_file import Content, Head
from deploy.backup.dumping import dumping
from deploy.backup.keeping import name_of
from deploy.backup.manifest import Manifest, describe
from deploy.backup.storing import store


@dataclass(frozen=True)
class Made:
    """A backup that was made; `seconds` is how long it took."""

    file: Path
    manifest: Manifest
    bytes: int
    seconds: float


@dataclass(frozen=True)
class Maker:
    """Knows what to back up, for whom and where. `secrets` are files of a system that keeps its own, by name."""

    database_url: str
    folder: Path
    recipients: Sequence[x25519.Recipient]
    secret_key: str
    secrets: Mapping[str, str]

    def make(self) -> Made:
        """Write a backup: whole or not at all. Raises StartError when the database or the disk fails."""
        began = time.monotonic()
        with database.connect(self.database_url) as connection, connection.transaction():
            connection.execute("set transaction isolation level repeatable read, read only")
            manifest = describe(connection, self.secret_key)
            file = self.folder / name_of(manifest.made_at)
            with dumping(self.database_url, _snapshot(connection)) as dump:
                content = Content(Head(manifest, self.secrets), dump)
                size = store(file, lambda sink: sealed.seal(content, sink, self.recipients))
        return Made(file, manifest, size, time.monotonic() - began)


def _snapshot(connection: database.Connection) -> str:
    row = connection.execute("select pg_export_snapshot()").fetchone()
    return str(row[0]) if row else ""
