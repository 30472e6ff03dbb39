from pydantic import Field
from pydantic_settings import SettingsConfigDict

from shared.settings import EnvironmentSettings


class IntakeSettings(EnvironmentSettings):
    """What only intake needs to know."""

    model_config = SettingsConfigDict(env_prefix="INTAKE_")

    first_answer_working_days: int = Field(default=5, ge=1, description="Working days until a reporter hears.")
