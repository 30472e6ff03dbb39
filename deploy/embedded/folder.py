"""Where everything of one running copy lives: the data folder."""

import os
from dataclasses import dataclass
from pathlib import Path

from deploy.embedded.failure import StartError

PRIVATE = 0o700
# PostgreSQL runs as somebody else when we are root, and must be able to walk through to its own folder.
WALKABLE = 0o711


@dataclass(frozen=True)
class DataFolder:
    """The data folder and the places in it."""

    root: Path

    @property
    def postgres(self) -> Path:
        return self.root / "postgres"

    @property
    def nats(self) -> Path:
        return self.root / "nats"

    @property
    def streams(self) -> Path:
        """What the broker stores."""
        return self.nats / "store"

    @property
    def mail(self) -> Path:
        return self.root / "mail"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def secrets(self) -> Path:
        return self.root / "secrets"

    @property
    def backups(self) -> Path:
        return self.root / "backups"

    @property
    def backup_key(self) -> Path:
        """Opens this copy's backups; whoever loses it loses them all."""
        return self.secrets / "backup.key"

    @property
    def erasures(self) -> Path:
        """The list of erasures: it must outlive the database."""
        return self.root / "erasures.jsonl"

    @property
    def run(self) -> Path:
        return self.root / "run"

    @property
    def lock(self) -> Path:
        return self.root / "lock"

    @property
    def variables(self) -> Path:
        """The environment of the running system, for the other commands."""
        return self.run / "env"

    @property
    def prepared(self) -> Path:
        """There once database and broker are what this version needs."""
        return self.run / "prepared"

    def prepare(self) -> None:
        """Make the folder and what stands in it. Raises StartError when it cannot be written."""
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            if self.root.stat().st_uid == os.geteuid():
                self.root.chmod(WALKABLE if os.geteuid() == 0 else PRIVATE)
            for private in (self.nats, self.mail, self.logs, self.secrets):
                private.mkdir(mode=PRIVATE, exist_ok=True)
            self.run.mkdir(mode=WALKABLE, exist_ok=True)
            self.lock.touch(mode=0o600)
        except OSError as error:
            reason = (error.strerror or "cannot be used").lower()
            raise StartError(f"data folder {self.root}: {reason} (DATA_DIR chooses another)") from error
