"""A report filled in, through the form and for machines."""

from typing import Any

import httpx

from tests.browserlike import post_form

STEP_ANSWERS: list[dict[str, str | list[str]]] = [
    {
        "titel": "Elk jaar opnieuw machtiging",
        "verhaal": "De leverancier vraagt elk jaar een nieuwe machtiging voor stomamateriaal.",
        "vanWie": "health_insurer",
        "organisatie": "",
    },
    {"frequentie": "few_per_month", "minuten": "20", "uitvoerders": ["assistant"], "gevolgenPatient": ["waits_longer"]},
    {"eigenStappen": ["asked_why"], "eigenStappenResultaat": "Het moet.", "wens": "", "meedenken": "contact"},
    {
        "naam": "Noor Bakker",
        "functie": "gp",
        "praktijk": "Huisartsenpraktijk De Denkbeeldige Molen",
        "agbCode": "01999004",
        "email": "noor@denkbeeldigemolen.example",
        "telefoon": "030 123 45 67",
        "naamDelen": "nee",
    },
    {"gecontroleerd": "ja"},
]

API_REPORT: dict[str, Any] = {
    "titel": "Elk jaar opnieuw machtiging",
    "verhaal": "De leverancier vraagt elk jaar een nieuwe machtiging voor stomamateriaal.",
    "vanWie": "zorgverzekeraar",
    "frequentie": "eenPaarKeerPerMaand",
    "minuten": 20,
    "uitvoerders": ["assistente"],
    "gevolgenPatient": ["wachtLanger"],
    "eigenStappen": ["gevraagdWaaromDitMoet"],
    "meedenken": "inform_only",
    "naam": "Noor Bakker",
    "functie": "huisarts",
    "praktijk": "Huisartsenpraktijk De Denkbeeldige Molen",
    "agbCode": "01999004",
    "email": "noor@denkbeeldigemolen.example",
    "naamDelen": False,
}


async def fill_in(client: httpx.AsyncClient) -> httpx.Response:
    """Go through the five steps; the answer to the last one."""
    for number, answers in enumerate(STEP_ANSWERS, 1):
        answer = await post_form(client, f"/melden/{number}", answers)
    return answer
