"""What can be set about handovers."""

from pydantic_settings import SettingsConfigDict

from shared.settings import EnvironmentSettings
from shared.terms.listed import TERMS


class EscalationSettings(EnvironmentSettings):
    """Terms of handovers."""

    model_config = SettingsConfigDict(env_prefix="ESCALATION_", extra="ignore", hide_input_in_errors=True)

    answer_days: int = TERMS["ESCALATION_ANSWER_DAYS"].field()
    reminder_days: int = TERMS["ESCALATION_REMINDER_DAYS"].field()
