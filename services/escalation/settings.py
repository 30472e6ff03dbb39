"""What can be set about handovers."""

from functools import lru_cache

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from shared.settings import EnvironmentSettings


class EscalationSettings(EnvironmentSettings):
    """Terms of handovers."""

    model_config = SettingsConfigDict(env_prefix="ESCALATION_", extra="ignore", hide_input_in_errors=True)

    answer_days: int = Field(default=28, ge=1, le=365, description="Days an outside body gets to answer.")
    reminder_days: int = Field(default=14, ge=1, le=365, description="Days until a body that said nothing is reminded.")


@lru_cache
def escalation_settings() -> EscalationSettings:
    """The settings of this process. Raises SettingsError."""
    return EscalationSettings.read()
