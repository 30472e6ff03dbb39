from pathlib import Path

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from shared.settings import EnvironmentSettings


class IntakeSettings(EnvironmentSettings):
    """What only intake needs to know."""

    model_config = SettingsConfigDict(env_prefix="INTAKE_")

    reminder_days: int = Field(default=14, ge=1, description="Days until we remind who wants to try something first.")
    first_answer_working_days: int = Field(default=5, ge=1, description="Working days until a reporter hears.")
    first_check_weeks: int = Field(default=4, ge=1, description="Weeks until we ask whether it is really solved.")
    second_check_weeks: int = Field(default=12, ge=1, description="Weeks until we ask that once more.")
    reopen_weeks: int = Field(default=8, ge=1, description="Weeks in which a closed report can be opened again.")
    pseudonymise_months: int = Field(default=12, ge=1, description="Months after its end that a reporter is forgotten.")
    letters_per_address: int = Field(default=5, ge=1, description="Links and codes to one address in an hour, at most.")
    letters_per_hour: int = Field(default=600, ge=1, description="Links and codes to everybody in an hour, at most.")
    desk_organisation: str = Field(
        default="de regionale huisartsenorganisatie", min_length=1, description="Who runs the desk, in a sentence."
    )
    desk_email: str = Field(default="", description="Where people write to the desk; else the sender of all mail.")
    desk_phone: str = Field(default="", description="The telephone of the desk, with when somebody answers.")
    privacy_email: str = Field(default="", description="Who answers about personal data; else the desk.")
    erasure_list: Path | None = Field(default=None, description="The list of erasures outside the database.")
