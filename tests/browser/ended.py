"""Reports that ended, for the list of pages."""

import httpx

from tests.pages import link_to, open_form, submit
from tests.practice import an_address, report_by_api
from tests.team import Fields, case_of, decide, page_once

CLOSE: Fields = {"close_reason": "too_little", "tip": "Schrijf op wat er gebeurde."}


async def ended_reports(practice: httpx.AsyncClient, lead: httpx.AsyncClient) -> dict[str, str]:
    """Reports that ended in several ways, and what their reporters may do then, by name: addresses."""
    known, closed, asked = [await report_by_api(practice, an_address()) for _ in range(3)]
    case = await case_of(lead, known.reference)
    form = await open_form(lead, case, "/beslissing")
    await decide(lead, case, "agreement", {"item_id": form.code_of("item_id", "R01")})
    for sent in (closed, asked):
        case = await case_of(lead, sent.reference)
        await decide(lead, case, "close", CLOSE)
        await page_once(practice, sent.status_page, "Heropen mijn melding")
    await submit(practice, asked.status_page, "/heropenen", {"reden": "Het gebeurt nog elke week."})
    await page_once(practice, known.status_page, "echt opgelost?")
    await page_once(lead, case, "Verzoek om te heropenen")
    # The demo has one that a reporter said "no" about; it was changed last.
    solved = await page_once(lead, "/team/dossiers?stand=afgesloten", "niet opgelost")
    return {
        "status, agreement": known.status_page,
        "status, closed": closed.status_page,
        "add something, closed": f"{closed.status_page}/toevoegen",
        "take back, closed": f"{closed.status_page}/intrekken",
        "status, asked to reopen": asked.status_page,
        "case, asked to reopen": case,
        "dossier, not solved": link_to(solved, "/team/dossiers/D-"),
    }
