"""A round table from the dossier to the mailbox of who is invited, and what came of it back in the dossier."""

import asyncio
import re
from uuid import uuid4

import httpx

from tests.flows.news import told
from tests.mailbox import PATIENCE_SECONDS, Mailbox
from tests.pages import forms_in, link_to, open_form, send, submit, words_of
from tests.practice import Sent, an_address, report_by_api
from tests.team import Fields, case_of, decide, dossier_of, page_once

MEETING: Fields = {
    "subject": "verklaring bij elke levering", "day": "2031-03-04", "starts": "14:00", "ends": "15:00",
    "meeting_place": "Huis van de Regio", "agenda": "Wat kost het?",
}  # fmt: skip
AGREED: Fields = {"agreed": "Eén verklaring voor vijf jaar.", "between": "De leverancier en de huisartsen"}


async def _dossier(practice: httpx.AsyncClient, lead: httpx.AsyncClient) -> tuple[str, Sent]:
    sent = await report_by_api(practice, an_address())
    case = await case_of(lead, sent.reference)
    await decide(lead, case, "open_dossier", {"dossier_title": f"Verklaring, zie {sent.reference}"})
    return await dossier_of(lead, case), sent


async def _added(lead: httpx.AsyncClient, page: str, part: str, fields: Fields) -> None:
    forms = forms_in((await lead.get(page)).text)
    (form,) = [form for form in forms if part in form.action and form.action.endswith("/nieuw")]
    assert (await send(lead, form, fields)).status_code == 303


async def test_who_is_invited_hears_each_change_once_and_what_was_agreed_stands_in_the_dossier(
    practice: httpx.AsyncClient, lead: httpx.AsyncClient, mailbox: Mailbox
) -> None:
    (dossier, _), address = await _dossier(practice, lead), f"ans-{uuid4().hex[:8]}@debrug.example"
    planned = await submit(lead, f"{dossier}/overleggen/nieuw", "/nieuw", MEETING)
    table = planned.headers["location"].partition("#")[0]
    await _added(lead, table, "/deelnemers/", {"attendee_name": "Ans de Boer", "attendee_email": address})
    form = await open_form(lead, f"{table}/uitnodigen", "/uitnodigen")
    for _ in range(2):
        assert (await send(lead, form, {})).status_code == 303
    mail = await mailbox.mail_to(address, "Uitnodiging: overleg over verklaring bij elke levering")
    assert "4 maart 2031, 14.00 uur tot 15.00 uur" in mail.words and "Wat kost het?" in mail.words
    await page_once(lead, table, "Verstuurd")
    link = re.findall(r"(/overleg/[^?\s]+)\?antwoord=comes", mail.text)[0]
    assert "Ans de Boer" in (await practice.get(f"{link}?antwoord=comes")).text
    assert "Eigen antwoord" not in (await lead.get(table)).text
    answer = await submit(practice, link, link, {"answer": "comes"})
    assert answer.status_code == 303
    assert "Komt Eigen antwoord" in words_of((await lead.get(table)).text)
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


async def test_what_is_agreed_is_checked_known_to_everybody_and_told_once(
    practice: httpx.AsyncClient, lead: httpx.AsyncClient, mailbox: Mailbox
) -> None:
    dossier, sent = await _dossier(practice, lead)
    thing = f"zweefmolenpas {uuid4().hex[:6]}"
    await _added(lead, dossier, "/afspraken/", {**AGREED, "agreed": f"Een {thing} geldt voor vijf jaar."})
    publish = link_to((await lead.get(dossier)).text, f"{dossier}/afspraken/[0-9a-f-]{{36}}/publiceren")
    form = await open_form(lead, publish, publish)
    words: Fields = {
        "public_title": f"Elk jaar een nieuwe {thing}",
        "public_question": f"Een nieuwe {thing}.",
        "public_theme": next(filter(None, form.options["public_theme"])),
    }
    for _ in range(2):
        assert (await send(lead, form, words)).status_code == 303
    item = link_to(await page_once(lead, dossier, "/kennis/A-"), "/kennis/A-")
    assert "Wacht op controle door de redactie" in (await lead.get(dossier)).text
    await submit(lead, item, f"/team{item}/gecontroleerd", {})
    await page_once(lead, dossier, "In de kennisbank")
    mail = await told(practice, mailbox, sent, "Er is een afspraak over je melding")
    assert f"Een {thing} geldt voor vijf jaar." in mail.words and item in mail.text
    assert "De leverancier en de huisartsen" in (await practice.get(item)).text
    async with asyncio.timeout(PATIENCE_SECONDS):
        while item.rpartition("/")[2] not in (await practice.post("/api/v1/al-bekend", json={"tekst": thing})).text:
            await asyncio.sleep(0.1)
    assert len([one for one in await mailbox.subjects(sent.email) if "afspraak" in one]) == 1
