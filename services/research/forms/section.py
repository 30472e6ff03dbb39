"""What every part of a dossier that is saved has in common."""

from pydantic import BaseModel, Field


class SectionForm(BaseModel):
    """A part of a dossier; `version` is the one the form was opened with."""

    version: int = Field(default=0, ge=0)


SHORT, LINE, TEXT = 200, 300, 2000
QUOTE = 1000
UNKNOWN_MEMBER = "Kies iemand van het team uit de lijst"
NOT_A_DAY = "Dit is geen datum. Schrijf hem zo: 28-11-2026"
NOT_A_WEB_ADDRESS = "Dit is geen webadres. Het begint met https://"
NOT_AN_ADDRESS = "Dit is geen e-mailadres. Een adres ziet er zo uit: naam@organisatie.nl"
