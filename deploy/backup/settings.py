"""Where backups go and who can read them."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from shared.settings import EnvironmentSettings, SettingsError


class BackupSettings(EnvironmentSettings):
    """Settings of backups; `make run` has them by itself."""

    model_config = SettingsConfigDict(env_prefix="BACKUP_", env_ignore_empty=True, extra="ignore")

    recipient: str | None = Field(default=None, description="Public keys, age1…; each alone opens a backup.")
    identity: Path | None = Field(default=None, description="The file with the private key.")
    folder: Path | None = Field(default=None, description="Where backups are kept.")

    @property
    def public_keys(self) -> str:
        """Whom backups are locked for. Raises SettingsError."""
        if not self.recipient:
            raise SettingsError("BACKUP_RECIPIENT: Field required; `regelwijzer backup-key` makes one")
        return self.recipient

    @property
    def kept_in(self) -> Path:
        """Where backups are kept. Raises SettingsError."""
        if self.folder is None:
            raise SettingsError("BACKUP_FOLDER: Field required")
        return self.folder
