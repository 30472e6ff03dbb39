"""A round table from the dossier to the mailbox of who is invited, and what came of it back in the dossier."""

from uuid import uuid4

import httpx

from tests.mailbox import Mailbox
from tests.pages import forms_in, open_form, send, submit, words_of
from tests.practice import an_address, report_by_api
from tests.team import Fields, case_of, decide, dossier_of, page_once

MEETING: Fields = {
    "subject": "verklaring bij elke levering", "day": "2031-03-04", "starts": "14:00", "ends": "15:00",
    "meeting_place": "Huis van de Regio", "agenda": "Wat kost het?",
}  # fmt: skip
AGREED: Fields = {"agreed": "Eén verklaring voor vijf jaar.", "between": "De leverancier en de huisartsen"}


async def _dossier(practice: httpx.AsyncClient, lead: httpx.AsyncClient) -> str:
    sent = await report_by_api(practice, an_address())
    case = await case_of(lead, sent.reference)
    await decide(lead, case, "open_dossier", {"dossier_title": f"Verklaring, zie {sent.reference}"})
    return await dossier_of(lead, case)


async def _added(lead: httpx.AsyncClient, page: str, part: str, fields: Fields) -> None:
    forms = forms_in((await lead.get(page)).text)
    (form,) = [form for form in forms if part in form.action and form.action.endswith("/nieuw")]
    assert (await send(lead, form, fields)).status_code == 303


async def test_who_is_invited_hears_each_change_once_and_what_was_agreed_stands_in_the_dossier(
    practice: httpx.AsyncClient, lead: httpx.AsyncClient, mailbox: Mailbox
) -> None:
    dossier, address = await _dossier(practice, lead), f"ans-{uuid4().hex[:8]}@debrug.example"
    planned = await submit(lead, f"{dossier}/overleggen/nieuw", "/nieuw", MEETING)
    table = planned.headers["location"].partition("#")[0]
    await _added(lead, table, "/deelnemers/", {"attendee_name": "Ans de Boer", "attendee_email": address})
    form = await open_form(lead, f"{table}/uitnodigen", "/uitnodigen")
    for _ in range(2):
        assert (await send(lead, form, {})).status_code == 303
    mail = await mailbox.mail_to(address, "Uitnodiging: overleg over verklaring bij elke levering")
    assert "4 maart 2031, 14.00 uur tot 15.00 uur" in mail.words and "Wat kost het?" in mail.words
    await page_once(lead, table, "Verstuurd")
    await submit(lead, table, table, {**MEETING, "starts": "13:00"})
    await submit(lead, f"{table}/uitnodigen", "/uitnodigen", {})
    assert "13.00 uur tot 15.00 uur" in (await mailbox.mail_to(address, "Gewijzigd: overleg over")).words
    await page_once(lead, table, "Wijziging: verstuurd")
    await submit(lead, table, "/verslag", {"minutes": "Zij zien het ook."})
    await _added(lead, table, "/afspraken/", AGREED)
    assert str(AGREED["agreed"]) in words_of((await lead.get(dossier)).text)
    await submit(lead, f"{table}/afzeggen", "/afzeggen", {"cancelled_because": "Het is al opgelost."})
    assert "Het is al opgelost." in (await mailbox.mail_to(address, "Afgezegd: overleg over")).words
    await page_once(lead, table, "Afzegging: verstuurd")
    assert len(await mailbox.subjects(address)) == 3
