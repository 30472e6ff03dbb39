from pydantic import Field
from pydantic_settings import SettingsConfigDict

from shared.settings import EnvironmentSettings


class TriageSettings(EnvironmentSettings):
    """What only triage needs to know."""

    model_config = SettingsConfigDict(env_prefix="TRIAGE_")

    question_days: int = Field(default=14, ge=1, description="Days a reporter has to answer a question.")
    question_reminder_days: int = Field(default=7, ge=1, description="Days until we remind who did not answer.")
    answer_working_days: int = Field(default=5, ge=1, description="Working days to decide again after a reaction.")
    delay_working_days: int = Field(default=5, ge=1, description="Working days more when a first answer is late.")
    untouched_days: int = Field(default=10, ge=1, description="Days after which a case nobody touches is pointed out.")
