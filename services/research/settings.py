from pathlib import Path
from typing import ClassVar

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from shared.attachments.settings import StoreSettings


class ResearchSettings(StoreSettings):
    """What only research needs to know."""

    model_config = SettingsConfigDict(env_prefix="RESEARCH_")
    s3_folder: ClassVar[str] = "dossiers/"

    erasure_list: Path | None = Field(default=None, description="The list of erasures outside the database.")
