"""What we say beside a field that is wrong (design/ux.md §4)."""

from shared.attachments.sentences import TICK_FIRST
from shared.web.forms import Messages

TOO_LONG_1000 = "Maak je tekst korter. Er kunnen 1.000 tekens in"

MESSAGES: Messages = {
    "titel": {"string_too_long": "Maak je titel korter. Er kunnen 90 tekens in", "*": "Vul in waar het over gaat"},
    "verhaal": {
        "string_too_long": "Maak je tekst korter. Er kunnen 2.000 tekens in",
        "*": "Beschrijf in minstens één zin wat er gebeurt",
    },
    "vanWie": "Kies van wie de regel of vraag komt",
    "organisatie": "Maak de naam korter. Er kunnen 120 tekens in",
    "frequentie": "Kies hoe vaak het voorkomt",
    "minuten": "Vul een getal in van 1 tot en met 480",
    "uitvoerders": "Kies wie dit werk doet",
    "gevolgenPatient": "Kies wat de patiënt merkt, of sla dit over",
    "eigenStappen": "Kies wat je hebt gedaan. Nog niets? Kies dan ‘nog niets gedaan’",
    "eigenStappenResultaat": TOO_LONG_1000,
    "wens": TOO_LONG_1000,
    "meedenken": "Kies of je wilt meedenken",
    "naam": {"string_too_long": "Maak je naam korter. Er kunnen 120 tekens in", "*": "Vul je naam in"},
    "functie": "Kies je functie",
    "praktijk": {
        "string_too_long": "Maak de naam korter. Er kunnen 120 tekens in",
        "*": "Vul de naam van je praktijk in",
    },
    "agbCode": "Vul een AGB-code in van 8 cijfers",
    "email": "Vul een e-mailadres in, bijvoorbeeld naam@praktijk.nl",
    "telefoon": "Vul een telefoonnummer in met 10 cijfers",
    "naamDelen": "Kies of we je naam mogen noemen",
    "gecontroleerd": "Zet een vinkje als je dit hebt gecontroleerd",
    "opgelost": "Kies hoe het nu gaat in je praktijk",
    "toelichting": TOO_LONG_1000,
    "reden": {"string_too_long": TOO_LONG_1000, "*": "Schrijf kort op waarom we opnieuw moeten kijken"},
    "waarom": "Kies wat er niet werkt",
    "aanvulling": TOO_LONG_1000,
    "antwoord": {"string_too_long": TOO_LONG_1000, "*": "Vul je antwoord in, of kies ‘Ik weet het niet’"},
    "kenmerk": "Vul je kenmerk in, bijvoorbeeld RW-26-0418",
    "code": "Vul je code in, bijvoorbeeld K7QF-3MXP",
    "toevoeging": {
        "string_too_long": "Maak je tekst korter. Er kunnen 2.000 tekens in",
        "*": "Schrijf op wat je wilt toevoegen",
    },
    "mailcode": "Vul de code uit de mail in",
    "mails": "Kies welke mails je wilt",
    "geenPatient": TICK_FIRST,
    "stukje": {
        "string_too_long": "Maak het stukje korter. Er kunnen 200 tekens in",
        "*": "Vul in welk stukje weg moet, minstens 2 tekens",
    },
    "soort": "Kies wat het is",
    "waaromSplitsen": {"string_too_long": TOO_LONG_1000, "*": "Schrijf op waarom dit een andere regel is"},
    "nummer": "Open deze pagina opnieuw",
    "delen": "Open deze pagina opnieuw",
    "zeker": "Zet een vinkje als je je melding wilt wissen",
}

PRACTICE: Messages = {
    "agb_code": "Vul een AGB-code in van 8 cijfers",
    "name": {"string_too_long": "Maak de naam korter: hoogstens 120 tekens", "*": "Vul de naam van de praktijk in"},
    "place": "Maak dit korter: hoogstens 80 tekens",
    "region": "Maak dit korter: hoogstens 80 tekens",
}
PRACTICES: Messages = {
    "lines": {"string_too_long": "Deze lijst is te lang. Plak haar in delen", "*": "Plak hier eerst een lijst"}
}

NO_ROOM = "We kunnen nu geen bestanden aannemen. Verstuur je melding zonder bestand, of probeer het morgen"
NOT_NOW = "We kunnen je bestand nu niet bewaren. Probeer het straks, of verstuur je melding zonder bestand"
