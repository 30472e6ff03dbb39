from datetime import date, timedelta
from math import ceil
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, EmailStr, Field, SecretStr, create_model

from services.accounts.domain import LONGEST_PASSWORD, SHORTEST_PASSWORD
from shared.contracts.vocabulary import Role
from shared.dutch import count_text
from shared.privacy.allowed import NamedThing
from shared.terms.listed import IN_ORDER, TERMS
from shared.web.forms import Messages

EMAIL, PASSWORD, BACK_TO = "e-mailadres", "wachtwoord", "volgende"
CODE, CODE_BEFORE = "code", "oude-code"
LONGEST_EMAIL, LONGEST_NAME = 254, 80

WRONG = "Dit e-mailadres en wachtwoord horen niet bij elkaar."
MESSAGES = {
    EMAIL: {"missing": "Vul je e-mailadres in", "*": "Dit e-mailadres is te lang"},
    PASSWORD: {"missing": "Vul je wachtwoord in", "*": "Dit wachtwoord is te lang"},
}


class SignInForm(BaseModel):
    """What somebody signs in with."""

    email: str = Field(alias=EMAIL, max_length=LONGEST_EMAIL)
    password: SecretStr = Field(alias=PASSWORD, max_length=LONGEST_PASSWORD)


WRONG_CODE = "Deze code klopt niet. Elke code werkt één keer. Wacht op de volgende"
WRONG_NEW_CODE = "Deze code klopt niet. Staat de klok van je telefoon goed? Wacht dan op de volgende code"
CODE_MESSAGES: Messages = {
    CODE: "Vul de code in",
    CODE_BEFORE: "Vul de code in",
}


class CodeForm(BaseModel):
    """A code of an app, or a recovery code."""

    code: str = Field(alias=CODE, min_length=1, max_length=40)


class NextAppForm(CodeForm):
    """A code of a new app, and one of the app it comes in the place of."""

    code_before: str = Field(alias=CODE_BEFORE, min_length=1, max_length=40)


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


NEW_PASSWORD_HINT = f"Minstens {SHORTEST_PASSWORD} tekens. Een zin die je onthoudt, is goed."
PASSWORD_MESSAGES: Messages = {PASSWORD: {"missing": "Kies een wachtwoord", "*": "Dit wachtwoord is te lang"}}


class PasswordForm(BaseModel):
    """A new password."""

    password: SecretStr = Field(alias=PASSWORD, max_length=LONGEST_PASSWORD)


class WhoForm(BaseModel):
    """Who forgot their password."""

    email: EmailStr = Field(alias=EMAIL, max_length=LONGEST_EMAIL)


PERSON, ROLE, SEEN = "naam", "rol", "gezien"
EMAIL_TAKEN = "Dit e-mailadres hoort al bij iemand van het team"
PERSON_MESSAGES: Messages = {
    PERSON: {"missing": "Vul een naam in", "*": "Vul een voornaam en achternaam in, hoogstens 80 tekens"},
    EMAIL: {"missing": "Vul een e-mailadres in", "*": "Vul een heel e-mailadres in, zoals naam@voorbeeld.nl"},
    ROLE: "Kies een rol",
}


class RoleForm(BaseModel):
    """Another role for somebody; `seen` is the revision of them that was looked at."""

    role: Role = Field(alias=ROLE)
    seen: int = Field(alias=SEEN, default=0)


BACK_ON, STAND_IN = "terug-op", "invaller"
NOT_AHEAD = "Kies een dag na vandaag, hoogstens een jaar vooruit"
NO_STAND_IN = "Deze collega kan nu niet invallen. Kies iemand anders"
AWAY_MESSAGES: Messages = {
    BACK_ON: {"missing": "Vul in wanneer je collega er weer is", "*": "Vul een datum in"},
    STAND_IN: NO_STAND_IN,
}
OWN_AWAY_MESSAGES: Messages = {
    **AWAY_MESSAGES,
    BACK_ON: {"missing": "Vul in wanneer je er weer bent", "*": "Vul een datum in"},
}


class AwayForm(BaseModel):
    """Until when somebody is away, and who stands in."""

    back_on: date = Field(alias=BACK_ON)
    stand_in_id: UUID | None = Field(alias=STAND_IN, default=None)


class InviteForm(WhoForm):
    """Somebody to invite."""

    name: Annotated[str, AfterValidator(lambda typed: " ".join(typed.split()))] = Field(
        alias=PERSON, min_length=2, max_length=LONGEST_NAME
    )
    role: Role = Field(alias=ROLE)


NAME, BELONGS_TO, SURE = "naam", "soort", "zeker"
ON_IT_ALREADY = "Deze naam staat al op de lijst"
COMMON = "Zo heten ook mensen. Zet een kruisje als je de naam toch op de lijst wilt"
NAME_MESSAGES: Messages = {
    NAME: {
        "missing": "Vul een naam in",
        "string_too_long": "Maak de naam korter: hoogstens 80 tekens",
        "*": "Vul alleen een naam in, met een hoofdletter en zonder nummer of adres",
    },
    BELONGS_TO: "Kies van wie of wat dit de naam is",
}


class NameForm(BaseModel):
    """A name for the list of names that are no patient's; `sure`: although people have it too."""

    name: Annotated[str, AfterValidator(lambda typed: " ".join(typed.split()))] = Field(
        alias=NAME, min_length=2, max_length=LONGEST_NAME, pattern=r"^[^\d@]*[A-ZÀ-Þ][^\d@]*$"
    )
    belongs_to: NamedThing = Field(alias=BELONGS_TO)
    sure: Annotated[bool, BeforeValidator(lambda given: given == "ja")] = Field(default=False, alias=SURE)


class TermsBase(BaseModel):
    """How long everything may take; `seen` is how often that was changed when it was looked at."""

    seen: int = Field(alias=SEEN, default=0)

    @property
    def wanted(self) -> dict[str, int]:
        """The terms by the names of their settings."""
        return {variable: getattr(self, variable.lower()) for variable in TERMS}


_FIELDS: dict[str, Any] = {term.variable.lower(): (int, Field(ge=1, le=term.most)) for term in TERMS.values()}
TermsForm: type[TermsBase] = create_model("TermsForm", __base__=TermsBase, **_FIELDS)
TERM_MESSAGES: Messages = {
    term.variable.lower(): f"{term.label}: vul een getal in van 1 tot en met {term.most}" for term in TERMS.values()
}


def out_of_order(wanted: dict[str, int]) -> dict[str, str]:
    """A sentence for each term that has to be shorter than another and is not."""
    return {
        first.lower(): f"{TERMS[first].label}: maak dit korter dan ‘{TERMS[then].label}’"
        for first, then in IN_ORDER
        if wanted[first] >= wanted[then]
    }
