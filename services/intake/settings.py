from pydantic import Field
from pydantic_settings import SettingsConfigDict

from shared.settings import EnvironmentSettings


class IntakeSettings(EnvironmentSettings):
    """What only intake needs to know."""

    model_config = SettingsConfigDict(env_prefix="INTAKE_")

    reminder_days: int = Field(default=14, ge=1, description="Days until we remind who wants to try something first.")
    first_answer_working_days: int = Field(default=5, ge=1, description="Working days until a reporter hears.")
