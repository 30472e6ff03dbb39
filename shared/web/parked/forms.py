from pydantic import BaseModel, Field

from shared.web.free_text import FreeText

BECAUSE = "reden"
LONGEST_BECAUSE = 500
MESSAGES = {
    BECAUSE: {
        "string_too_long": "Maak je reden korter: hoogstens 500 tekens",
        "*": "Schrijf op waarom dit bericht weg mag",
    }
}


class DropForm(BaseModel):
    """Why a message may be given up."""

    because: FreeText = Field(alias=BECAUSE, min_length=3, max_length=LONGEST_BECAUSE)
