"""The folder of backups: their names, the newest one, and which may go."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from deploy.backup.storing import UNFINISHED

FORM = "regelwijzer-%Y%m%dT%H%M%SZ.age"
NAME = re.compile(r"regelwijzer-\d{8}T\d{6}Z\.age")
# What a process that was killed left behind; none is written for that long.
FORGOTTEN_AFTER = timedelta(hours=6)


def name_of(made_at: datetime) -> str:
    """The name of a backup; names are in the order of their moments."""
    return made_at.astimezone(UTC).strftime(FORM)


def moment_of(backup: Path) -> datetime:
    """The moment whose data a backup holds, to the second."""
    return datetime.strptime(backup.name, FORM).replace(tzinfo=UTC)


def backups(folder: Path) -> list[Path]:
    """All backups, newest first."""
    return sorted((file for file in folder.glob("*.age") if NAME.fullmatch(file.name)), reverse=True)


def tidy(folder: Path, *, keep: int, keep_days: int, now: datetime) -> list[Path]:
    """Remove all but the newest ones and the last one of each of the newest days; returns what went."""
    found = backups(folder)
    last_of_days = {moment_of(backup).date(): backup for backup in reversed(found)}
    stays = {*found[:keep], *(last_of_days[day] for day in sorted(last_of_days, reverse=True)[:keep_days])}
    goes = [backup for backup in found if backup not in stays]
    for backup in [*goes, *_forgotten(folder, now)]:
        backup.unlink(missing_ok=True)
    return goes


def _forgotten(folder: Path, now: datetime) -> list[Path]:
    before = (now - FORGOTTEN_AFTER).timestamp()
    return [part for part in folder.glob(f"*{UNFINISHED}") if part.stat().st_mtime < before]
