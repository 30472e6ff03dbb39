from pathlib import Path
from typing import ClassVar

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from shared.attachments.settings import StoreSettings
from shared.terms.listed import TERMS


class IntakeSettings(StoreSettings):
    """What only intake needs to know."""

    model_config = SettingsConfigDict(env_prefix="INTAKE_")
    s3_folder: ClassVar[str] = "attachments/"

    reminder_days: int = TERMS["INTAKE_REMINDER_DAYS"].field()
    first_answer_working_days: int = TERMS["INTAKE_FIRST_ANSWER_WORKING_DAYS"].field()
    first_check_weeks: int = TERMS["INTAKE_FIRST_CHECK_WEEKS"].field()
    second_check_weeks: int = TERMS["INTAKE_SECOND_CHECK_WEEKS"].field()
    reopen_weeks: int = TERMS["INTAKE_REOPEN_WEEKS"].field()
    pseudonymise_months: int = TERMS["INTAKE_PSEUDONYMISE_MONTHS"].field()
    letters_per_address: int = Field(default=5, ge=1, description="Links and codes to one address in an hour, at most.")
    letters_per_hour: int = Field(default=600, ge=1, description="Links and codes to everybody in an hour, at most.")
    posts_per_network: int = Field(default=12_000, ge=0, description="Forms from one network in an hour; 0: no limit.")
    posts_in_total: int = Field(default=400_000, ge=0, description="Forms from everybody in an hour; 0: no limit.")
    reports_per_network: int = Field(default=60, ge=0, description="Reports from one network in an hour; 0: no limit.")
    reports_in_total: int = Field(default=2000, ge=0, description="Reports from everybody in an hour; 0: no limit.")
    least_seconds: float = Field(default=4, ge=0, description="Filled in faster, it was not by a person; 0: no check.")
    desk_organisation: str = Field(
        default="de regionale huisartsenorganisatie", min_length=1, description="Who runs the desk, in a sentence."
    )
    desk_email: str = Field(default="", description="Where people write to the desk; else the sender of all mail.")
    desk_phone: str = Field(default="", description="The telephone of the desk, with when somebody answers.")
    privacy_email: str = Field(default="", description="Who answers about personal data; else the desk.")
    erasure_list: Path | None = Field(default=None, description="The list of erasures outside the database.")
    waiting_attachments_mb: int = Field(default=2000, ge=0, description="MB for files of reports not sent yet.")
