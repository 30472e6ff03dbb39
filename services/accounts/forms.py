from datetime import timedelta
from math import ceil

from pydantic import BaseModel, Field, SecretStr

from services.accounts.domain import LONGEST_PASSWORD
from shared.dutch import count_text

EMAIL, PASSWORD, BACK_TO = "e-mailadres", "wachtwoord", "volgende"
LONGEST_EMAIL = 254

WRONG = "Dit e-mailadres en wachtwoord horen niet bij elkaar."
MESSAGES = {
    EMAIL: {"missing": "Vul je e-mailadres in", "*": "Dit e-mailadres is te lang"},
    PASSWORD: {"missing": "Vul je wachtwoord in", "*": "Dit wachtwoord is te lang"},
}


class SignInForm(BaseModel):
    """What somebody signs in with."""

    email: str = Field(alias=EMAIL, max_length=LONGEST_EMAIL)
    password: SecretStr = Field(alias=PASSWORD, max_length=LONGEST_PASSWORD)


def too_many(wait: timedelta) -> str:
    """When the next try makes sense, rounded up: nobody should come back too early."""
    seconds = retry_after(wait)
    span = (
        count_text(seconds, "seconde", "seconden")
        if seconds < 60
        else count_text(ceil(seconds / 60), "minuut", "minuten")
    )
    return f"Te veel pogingen. Probeer het over {span} opnieuw."


def retry_after(wait: timedelta) -> int:
    """The wait in whole seconds."""
    return ceil(wait.total_seconds())
