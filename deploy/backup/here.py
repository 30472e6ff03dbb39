"""The backups of the system at hand: what is kept, where it goes, and which key opens it."""

import os
from datetime import timedelta
from pathlib import Path

from deploy.backup import keeping, keys
from deploy.backup.making import Made, Maker
from deploy.backup.settings import BackupSettings
from deploy.commands.surroundings import find_system
from deploy.embedded import secrets
from deploy.embedded.failure import StartError
from deploy.embedded.folder import DataFolder
from deploy.embedded.options import read_options
from shared import clock
from shared.settings import Settings


def maker(to: Path | None) -> Maker:
    """Makes backups of the system in the environment, or of the copy that `make run` runs. Raises StartError."""
    by_hand = {name: value for name, value in os.environ.items() if name.startswith("BACKUP_") and value}
    folder = find_system()
    os.environ.update(by_hand)
    settings, own = Settings.read(), BackupSettings.read()
    return Maker(
        settings.database_url.get_secret_value(),
        to or own.kept_in,
        keys.recipients(own.public_keys),
        settings.secret_key.get_secret_value(),
        secrets.of_system(folder.secrets, but=folder.backup_key) if folder else {},
    )


def key_file(given: Path | None) -> Path:
    """The file with the private key: the one given, that of the environment, or that of the data folder.

    Raises StartError when there is none.
    """
    kept = DataFolder(read_options(os.environ).data).backup_key
    found = given or BackupSettings.read().identity or (kept if kept.exists() else None)
    if found is None:
        raise StartError("which private key opens it? Name its file with --identity or BACKUP_IDENTITY")
    return found


def age_of_newest(to: Path | None) -> tuple[Path, timedelta]:
    """The newest backup, and how old its data is. Raises StartError when there is none."""
    if to is None and not os.environ.get("BACKUP_FOLDER"):
        find_system()
    folder = to or BackupSettings.read().kept_in
    found = keeping.backups(folder)
    if not found:
        raise StartError(f"there is no backup in {folder}")
    return found[0], clock.now() - keeping.moment_of(found[0])


def in_words(made: Made) -> str:
    """One line about a backup."""
    rows, size = f"{made.manifest.rows:,} rows", f"{made.bytes / 1_000_000:,.1f} MB"
    return f"{made.file}: {rows}, {size}, {made.seconds:.1f} s"
