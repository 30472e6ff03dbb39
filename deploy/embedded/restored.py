"""Restores into a data folder on which nothing runs: its PostgreSQL is started for as long as that takes."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pyrage import x25519

from deploy.backup import backup_file, database, keys
from deploy.backup.finishing import finish
from deploy.backup.restoring import Restore, refuse_unless_free
from deploy.embedded import lock, postgres, secrets
from deploy.embedded.child import Child
from deploy.embedded.folder import DataFolder
from deploy.embedded.logfile import BoundedLog
from deploy.services import existing
from shared.database.migration import migrate


@dataclass(frozen=True)
class FolderRestore:
    """A backup on its way into a data folder, with the keys that open it."""

    folder: DataFolder
    file: Path
    identities: Sequence[x25519.Identity]
    replaces: bool

    def run(self) -> str:
        """Restore, secrets included; returns one line on what there is now. Raises StartError."""
        head = backup_file.read_head(self.file, self.identities)
        self.folder.prepare()
        with lock.held(self.folder.lock) as descriptor:
            return asyncio.run(self._beside_postgres(head, descriptor))

    async def _beside_postgres(self, head: backup_file.Head, descriptor: int) -> str:
        async with _postgres(self.folder, descriptor) as url:
            return await asyncio.to_thread(self._restore, head, url)

    def _restore(self, head: backup_file.Head, url: str) -> str:
        with database.connect(url) as connection:
            refuse_unless_free(connection, replace=self.replaces)
        # Streams that hold more than the backup knows would keep what follows from it from being said again.
        Restore(url, self.file, self.identities, head).run(before_commit=self._remove_streams)
        for name, secret in head.secrets.items():
            secrets.store(self.folder.secrets / Path(name).name, secret)
        secrets.kept(self.folder.backup_key, partial(keys.text_of, self.identities))
        migrate(url, existing())
        secret_key = (self.folder.secrets / "secret.key").read_text()
        return finish(url, secret_key, self.folder.erasures) or "nothing to finish"

    def _remove_streams(self) -> None:
        shutil.rmtree(self.folder.streams, ignore_errors=True)


@asynccontextmanager
async def _postgres(folder: DataFolder, descriptor: int) -> AsyncIterator[str]:
    placed = postgres.place(folder)
    await asyncio.to_thread(postgres.prepare, placed)
    child = Child(placed.program((descriptor,)), BoundedLog(folder.logs / "postgres.log", _quiet), _quiet)
    await child.start()
    try:
        await postgres.wait_until_ready(placed, child)
        yield placed.url
    finally:
        await child.stop()
        shutil.rmtree(placed.sockets, ignore_errors=True)


def _quiet(_text: str) -> None:
    """Its log has it."""
