"""Puts a backup into a database in one transaction: until it commits, nothing has changed."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfileobj
from typing import IO

from pyrage import x25519

from deploy.backup import backup_file, content, database, marker, programs
from deploy.backup.backup_file import Head
from deploy.embedded.failure import StartError
from shared.database import roles

# Owners and rights are those of the place it comes to, not of the one it comes from.
SCRIPT = ("--no-owner", "--no-privileges", "--file=-")
PSQL = ("--no-psqlrc", "--quiet", "--no-align", "--tuples-only", "--set=ON_ERROR_STOP=1", "--set=VERBOSITY=terse")
COMPLETE = "the copy is complete"


def refuse_unless_free(connection: database.Connection, *, replace: bool) -> None:
    """Raises StartError when something is in the database, or works on it."""
    busy = connection.execute(
        "select from pg_stat_activity where datname = current_database() and application_name like %s limit 1",
        ["regelwijzer-%"],
    ).fetchone()
    if busy is not None:
        raise StartError("the system works on this database; stop its web and worker processes first")
    if database.schemas(connection) and not replace:
        raise StartError("this place is not empty; restore into an empty one, or say --replace to lose what is here")


@dataclass(frozen=True)
class Restore:
    """A backup on its way into a database."""

    database_url: str
    file: Path
    identities: Sequence[x25519.Identity]
    head: Head

    def run(self, before_commit: Callable[[], None]) -> None:
        """Replace everything in the database by the backup. Raises StartError, and then nothing has changed.

        `before_commit` is called when the copy is complete and compared with the manifest.
        """
        environment = database.program_environment(self.database_url)
        with (
            programs.running("psql", *PSQL, environment=environment) as psql,
            programs.running("pg_restore", *SCRIPT) as script,
        ):
            self._say(psql, self._beginning())
            self._pass_on(script, psql)
            self._say(psql, self._end())
            if not any(line.decode().strip() == COMPLETE for line in psql.output):
                raise StartError(f"the restore failed: {psql.complaint}")
            before_commit()
            self._say(psql, ["commit"])
            if not psql.ends_well():
                raise StartError(f"the restore failed: {psql.complaint}")

    def _pass_on(self, script: programs.Program, psql: programs.Program) -> None:
        with ThreadPoolExecutor(1) as beside:
            taken = beside.submit(_copy, script.output, psql.input)
            try:
                backup_file.read_dump(self.file, self.identities, script.input)
            except BrokenPipeError:
                pass  # one of the two gave up, and says why
            finally:
                with suppress(BrokenPipeError):
                    script.input.close()
        if not taken.result():
            raise StartError(f"the restore failed: {psql.complaint}")
        if not script.ends_well():
            raise StartError(f"the dump in {self.file} cannot be read: {script.complaint}")

    def _say(self, psql: programs.Program, statements: Sequence[str]) -> None:
        # When it gave up, it says why.
        with suppress(BrokenPipeError):
            psql.input.write("".join(f"{statement};\n" for statement in statements).encode())
            psql.input.flush()

    def _beginning(self) -> list[str]:
        with database.connect(self.database_url) as connection:
            old = database.schemas(connection)
        drops = [f'drop schema "{name}" cascade' for name in old]
        return ["begin", "set local lock_timeout = '10s'", "set client_min_messages = error", *drops, marker.REMOVE]

    def _end(self) -> list[str]:
        manifest = self.head.manifest
        rights = [
            statement for name in manifest.schemas for statement in (*roles.statements(name), *roles.grants(name))
        ]
        compared = content.comparison(manifest.tables)
        return [*rights, *compared, *marker.statements(manifest), f"select '{COMPLETE}'"]


def _copy(source: IO[bytes], target: IO[bytes]) -> bool:
    """Copy to the end; False when nobody takes it any more, and then nobody gives it either."""
    try:
        copyfileobj(source, target)
    except BrokenPipeError:
        source.close()
        return False
    return True
