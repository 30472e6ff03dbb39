"""What we say when something is not possible: what happened, and what you can do now."""

from dataclasses import dataclass, replace

from shared.desk import desk


@dataclass(frozen=True)
class ErrorText:
    """The heading and the explanation of an error page; `short` is the title in the API."""

    title: str
    text: str
    short: str


TEXTS = {
    400: ErrorText(
        "We begrijpen deze aanvraag niet",
        "Er klopt iets niet aan wat je browser ons stuurde. Ga terug en probeer het nog een keer.",
        "De aanvraag klopt niet",
    ),
    403: ErrorText(
        "Hier mag je niet bij",
        "Je bent wel ingelogd, maar je hebt geen recht op deze pagina. Vraag een beheerder om hulp.",
        "Geen toegang",
    ),
    404: ErrorText(
        "Deze pagina bestaat niet (meer)",
        "Misschien klopt het adres niet, of is de pagina weg. Kijk of je het hele adres hebt overgenomen.",
        "Niet gevonden",
    ),
    405: ErrorText(
        "Dit kan hier niet",
        "Deze pagina kun je zo niet openen. Ga terug en gebruik de knop op de pagina.",
        "Deze methode kan hier niet",
    ),
    408: ErrorText(
        "Het versturen duurde te lang",
        "Wat je verstuurde, is niet helemaal aangekomen. Kijk of je een goede verbinding hebt en probeer het opnieuw.",
        "De aanvraag kwam te langzaam binnen",
    ),
    410: ErrorText(
        "Dit is er niet meer",
        "Wat je zoekt, stond hier wel, maar is voorgoed weg.",
        "Dit is er niet meer",
    ),
    413: ErrorText(
        "Dit is te groot om te versturen",
        "We kunnen hoogstens 256 kB tegelijk aannemen. Ga terug en maak je tekst korter.",
        "De aanvraag is te groot",
    ),
    422: ErrorText(
        "We missen nog iets",
        "Er is iets niet goed ingevuld. Ga terug en kijk je antwoorden na.",
        "De aanvraag klopt niet",
    ),
    429: ErrorText(
        "Er komt nu te veel binnen",
        "Er kwam in korte tijd te veel van jouw netwerk binnen. Probeer het straks opnieuw.",
        "Te veel aanvragen",
    ),
    500: ErrorText(
        "Er gaat iets mis bij ons",
        "Dit ligt niet aan jou. Wij zien de fout ook. Probeer het over een paar minuten opnieuw.",
        "Er gaat iets mis bij ons",
    ),
    503: ErrorText(
        "We zijn er even niet",
        "RegelWijzer is tijdelijk niet bereikbaar. Probeer het over een paar minuten opnieuw.",
        "Tijdelijk niet bereikbaar",
    ),
}

CSRF = ErrorText(
    "We weten niet zeker of dit van jou komt",
    "Voor de veiligheid hebben we niets gedaan met wat je verstuurde. Vaak stond de pagina te lang open, "
    "of bewaart je browser geen cookies. Open de pagina opnieuw en verstuur daarna nog een keer.",
    "Het formulier is verlopen",
)
TRY_AGAIN = (
    "Er kwam in korte tijd te veel binnen van jouw netwerk, of van iedereen samen. Daarom hebben we hier nog niets mee "
    "gedaan. Probeer het over {minutes} opnieuw."
)
SAVED = "Je tekst is bewaard."


def text_for(status: int) -> ErrorText:
    """The text for a status; a general one when we have none of its own."""
    found = TEXTS.get(status) or TEXTS[400 if status < 500 else 500]
    return replace(found, text=desk().named(found.text))
