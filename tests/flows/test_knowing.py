"""What one practice reports, the next one finds, until the team closes it."""

from typing import Any

import httpx

from tests.practice import an_address, report_by_api
from tests.team import Fields, case_of, decide
from tests.workers import until

TITLE = "Sleutelkastje keuren voor de nachtploeg"
CLOSING: Fields = {"close_reason": "not_a_rule", "tip": "Bespreek dit eens in je hagro."}
STORY = "De nachtploeg wil dat wij ieder kwartaal een keuringsrapport van het sleutelkastje aan de gevel opsturen."


async def test_a_report_is_found_by_others_until_it_is_closed(
    practice: httpx.AsyncClient, lead: httpx.AsyncClient
) -> None:
    sent = await report_by_api(practice, an_address(), titel=TITLE, verhaal=STORY)

    async def is_found() -> bool:
        return sent.reference in {one["kenmerk"] for one in await _known(practice, f"{TITLE}. {STORY}")}

    async def is_gone() -> bool:
        return not await is_found()

    await until(is_found)
    await decide(lead, await case_of(lead, sent.reference), "close", CLOSING)
    await until(is_gone)


async def test_an_agreement_of_the_catalogue_is_found_by_its_code(practice: httpx.AsyncClient) -> None:
    found = await _known(practice, "De poli wil ieder jaar een verse vwb, de oude is over datum.", "hospital")
    [known] = [one for one in found[:3] if one["kenmerk"] == "R02"]
    assert known["soort"] == "afspraak"
    assert known["samenvatting"]


async def _known(client: httpx.AsyncClient, text: str, imposed_by: str | None = None) -> list[dict[str, Any]]:
    answer = await client.post("/api/v1/al-bekend", json={"tekst": text, "vanWie": imposed_by})
    answer.raise_for_status()
    found: list[dict[str, Any]] = answer.json()["resultaten"]
    return found
