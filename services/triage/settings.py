from pydantic import Field
from pydantic_settings import SettingsConfigDict

from shared.settings import EnvironmentSettings
from shared.terms.listed import TERMS


class TriageSettings(EnvironmentSettings):
    """What only triage needs to know."""

    model_config = SettingsConfigDict(env_prefix="TRIAGE_")

    question_days: int = TERMS["TRIAGE_QUESTION_DAYS"].field()
    question_reminder_days: int = TERMS["TRIAGE_QUESTION_REMINDER_DAYS"].field()
    answer_working_days: int = TERMS["TRIAGE_ANSWER_WORKING_DAYS"].field()
    delay_working_days: int = TERMS["TRIAGE_DELAY_WORKING_DAYS"].field()
    untouched_days: int = TERMS["TRIAGE_UNTOUCHED_DAYS"].field()
    undo_minutes: int = Field(default=10, ge=0, le=60, description="Minutes a link can be undone; its mail waits.")
