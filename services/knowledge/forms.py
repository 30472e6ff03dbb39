"""What the team sends about items, organisations and who speaks for them."""

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, EmailStr, Field

from shared.contracts.vocabulary import ImposedBy
from shared.themes.theme import Theme
from shared.web.forms import Messages

LONGEST_NAME, LONGEST_SHORT, LONGEST_THEME, LONGEST_EMAIL = 120, 40, 60, 254
Line = Annotated[str, AfterValidator(lambda typed: " ".join(typed.split()))]
Yes = Annotated[bool, BeforeValidator(lambda given: given in (True, "ja"))]


class CheckForm(BaseModel):
    """The revision of the item that was on the member's screen."""

    revision: int


MESSAGES: Messages = {"revision": "Open het onderwerp opnieuw"}


class PartyForm(BaseModel):
    """An organisation; `revision` is the one that was looked at."""

    revision: int = 0
    name: Line = Field(min_length=2, max_length=LONGEST_NAME)
    abbreviation: Line | None = Field(default=None, max_length=LONGEST_SHORT)
    kind: ImposedBy
    takes_handovers: Yes = False

    @property
    def content(self) -> dict[str, Any]:
        """What is kept of it."""
        return self.model_dump(mode="json", exclude={"revision"})


class ThemeForm(BaseModel):
    """What a theme is called; `revision` is the one that was looked at."""

    revision: int = 0
    label: Line = Field(min_length=2, max_length=LONGEST_THEME)


class ContactForm(BaseModel):
    """Somebody who speaks for an organisation."""

    revision: int = 0
    name: Line = Field(min_length=2, max_length=LONGEST_NAME)
    role: Line | None = Field(default=None, max_length=LONGEST_NAME)
    email: EmailStr = Field(max_length=LONGEST_EMAIL)
    themes: list[Theme] = []

    @property
    def content(self) -> dict[str, Any]:
        """What is kept of it."""
        return self.model_dump(mode="json", exclude={"revision"})


# Nobody lists an organisation as what it is not, or as a practice that does it itself.
KINDS = [kind for kind in ImposedBy if kind not in (ImposedBy.OWN_PRACTICE, ImposedBy.UNKNOWN)]
_LONG = "Maak dit korter: hoogstens {} tekens"
PARTY: Messages = {
    "name": {
        "string_too_long": _LONG.format(LONGEST_NAME),
        "*": "Vul de naam van de organisatie in",
    },
    "abbreviation": _LONG.format(LONGEST_SHORT),
    "kind": "Kies wat voor organisatie dit is",
}
THEME: Messages = {
    "label": {"string_too_long": _LONG.format(LONGEST_THEME), "*": "Vul de naam van het thema in"},
}
CONTACT: Messages = {
    "name": {"string_too_long": _LONG.format(LONGEST_NAME), "*": "Vul de naam van de contactpersoon in"},
    "role": _LONG.format(LONGEST_NAME),
    "email": {"missing": "Vul een e-mailadres in", "*": "Vul een heel e-mailadres in, zoals naam@voorbeeld.nl"},
    "themes": "Kies onderwerpen uit de lijst",
}
