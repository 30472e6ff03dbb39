"""A dossier and its pages."""

import re
from uuid import uuid4

import httpx

from tests.mailbox import Mailbox
from tests.pages import forms_in, link_to, open_form, origin_of, send, submit
from tests.practice import an_address, report_by_api
from tests.sent_files import a_pdf
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
    await _fill(lead, dossier)
    await submit(lead, dossier, "/uitkomst", OUTCOME)
    planned = await submit(lead, f"{dossier}/overleggen/nieuw", "/nieuw", MEETING)
    table = planned.headers["location"].partition("#")[0]
    address = f"ans-{uuid4().hex[:8]}@leverancier.example"
    await add_entry(lead, table, "/deelnemers/", {"attendee_name": "Ans de Boer", "attendee_email": address})
    await submit(lead, f"{table}/uitnodigen", "/uitnodigen", {})
    invited = await mailbox.mail_to(address, "Uitnodiging")
    # There is somebody left to invite.
    await add_entry(lead, table, "/deelnemers/", ATTENDEE)
    files = link_to((await lead.get(dossier)).text, f"{dossier}/bronnen/[0-9a-f-]+/bestanden")
    await _add_file(lead, files)
    shown = (await lead.get(dossier)).text
    return {
        "dossier": dossier,
        "source": link_to(shown, f"{dossier}/vastlegging/"),
        "source of a finding": files.removesuffix("/bestanden"),
        "files with a source": files,
        "erase a file of a source": link_to(shown, f"{files}/[0-9a-f-]+/wissen"),
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


async def _fill(lead: httpx.AsyncClient, dossier: str) -> None:
    for part, fields in (
        ("/vastlegging/", SOURCE),
        ("/bronnen/", EVIDENCE),
        ("/bevindingen/", FINDING),
        ("/betrokkenen/", STAKEHOLDER),
        ("/afspraken/", AGREEMENT),
    ):
        await add_entry(lead, dossier, part, fields)


async def add_entry(lead: httpx.AsyncClient, page: str, part: str, fields: Fields) -> None:
    """Add something to a list of a dossier or a meeting."""
    forms = forms_in(await page_once(lead, page, part))
    await send(lead, next(one for one in forms if part in one.action and one.action.endswith("/nieuw")), fields)


async def _add_file(lead: httpx.AsyncClient, page: str) -> None:
    form = await open_form(lead, page, "/bestanden")
    file = {"bestanden": ("brief.pdf", a_pdf(), "application/pdf")}
    data = {"csrf_token": form.fields["csrf_token"], "no_patient": "ja"}
    sent = await lead.post(page, data=data, files=file, headers={"Origin": origin_of(lead)})
    assert sent.status_code == 303, sent.text
