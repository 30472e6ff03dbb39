"""A dossier and its pages."""

import re
from uuid import uuid4

import httpx

from tests.mailbox import Mailbox
from tests.pages import forms_in, link_to, send, submit
from tests.practice import an_address, report_by_api
from tests.team import Fields, case_of, decide, dossier_of, page_once

SOURCE: Fields = {"recorded_in": "law", "place": "Zorgverzekeringswet, artikel 14", "quote": "Zorg wordt verleend."}
EVIDENCE: Fields = {"called": "Brief van de leverancier", "evidence_kind": "document", "reliability": "first_hand"}
FINDING: Fields = {"claim": "De verzekeraar vraagt dit niet.", "source": "Telefoongesprek, 3 november."}
STAKEHOLDER: Fields = {
    "organisation": "De leverancier", "person": "Ans de Boer", "email": "ans@leverancier.example",
    "role": "Maakt de regel", "influence": "3", "stance": "doubts",
}  # fmt: skip
MEETING: Fields = {
    "subject": "verklaring bij elke levering", "day": "2031-03-04", "starts": "14:00", "ends": "15:00",
    "meeting_place": "Huis van de Regio",
}  # fmt: skip
ATTENDEE: Fields = {"attendee_name": "Ans de Boer", "attendee_email": "ans@leverancier.example"}
AGREEMENT: Fields = {"agreed": "Eén verklaring voor vijf jaar.", "between": "De leverancier en de huisartsen"}
OUTCOME: Fields = {"outcome": "solved", "public_text": "Dit hoeft niet meer.", "outcome_reason": "Zo afgesproken."}


async def dossier_pages(practice: httpx.AsyncClient, lead: httpx.AsyncClient, mailbox: Mailbox) -> dict[str, str]:
    """A dossier with something in each part, and the addresses of its pages by name."""
    sent = await report_by_api(practice, an_address())
    case = await case_of(lead, sent.reference)
    await decide(lead, case, "open_dossier", {"dossier_title": "Verklaring bij elke levering"})
    dossier = await dossier_of(lead, case)
    for part, fields in (
        ("/vastlegging/", SOURCE),
        ("/bronnen/", EVIDENCE),
        ("/bevindingen/", FINDING),
        ("/betrokkenen/", STAKEHOLDER),
        ("/afspraken/", AGREEMENT),
    ):
        await _add(lead, dossier, part, fields)
    await submit(lead, dossier, "/uitkomst", OUTCOME)
    planned = await submit(lead, f"{dossier}/overleggen/nieuw", "/nieuw", MEETING)
    table = planned.headers["location"].partition("#")[0]
    address = f"ans-{uuid4().hex[:8]}@leverancier.example"
    await _add(lead, table, "/deelnemers/", {"attendee_name": "Ans de Boer", "attendee_email": address})
    await submit(lead, f"{table}/uitnodigen", "/uitnodigen", {})
    invited = await mailbox.mail_to(address, "Uitnodiging")
    # There is somebody left to invite.
    await _add(lead, table, "/deelnemers/", ATTENDEE)
    shown = (await lead.get(dossier)).text
    return {
        "dossier": dossier,
        "source": link_to(shown, f"{dossier}/vastlegging/"),
        "source of a finding": link_to(shown, f"{dossier}/bronnen/"),
        "stakeholder": link_to(shown, f"{dossier}/betrokkenen/"),
        "conclude": f"{dossier}/afronden",
        "round table": table,
        "round table, invited": re.findall(r"(/overleg/[^?\s]+)\?", invited.text)[0],
        "publish an agreement": link_to(shown, f"{dossier}/afspraken/[0-9a-f-]{{36}}/publiceren"),
        "plan a round table": f"{dossier}/overleggen/nieuw",
        "invite to a round table": f"{table}/uitnodigen",
        "cancel a round table": f"{table}/afzeggen",
        "merge": f"{dossier}/samenvoegen",
        "split": f"{dossier}/splitsen",
    }


async def _add(lead: httpx.AsyncClient, page: str, part: str, fields: Fields) -> None:
    forms = forms_in(await page_once(lead, page, part))
    await send(lead, next(one for one in forms if part in one.action and one.action.endswith("/nieuw")), fields)
