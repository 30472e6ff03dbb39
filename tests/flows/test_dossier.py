"""A dossier: researched, concluded, and told to everybody whose report hangs under it."""

import httpx

from tests.flows.news import told
from tests.mailbox import Mailbox
from tests.pages import forms_in, open_form, send, submit, words_of
from tests.practice import Sent, an_address, report_by_api
from tests.team import Fields, case_of, decide, dossier_of, page_once

RULE: Fields = {
    "rule_text": "Bij elke levering overlegt u een machtiging van de huisarts.",
    "rule_made_by": "De leverancier",
    "rule_purpose": "Zeker weten dat het hulpmiddel nog nodig is.",
}
SOURCE: Fields = {"recorded_in": "nowhere_found", "place": "Gezocht in de polis en op de site van de leverancier."}
FINDING: Fields = {"claim": "De verzekeraar vraagt dit niet.", "source": "Telefoongesprek met de verzekeraar."}
OUTCOME: Fields = {
    "outcome": "recorded_nowhere",
    "public_text": "Deze machtiging hoeft niet meer. De leverancier mag hem niet vragen.",
    "outcome_reason": "De verzekeraar bevestigde het.",
}


async def _linked(practice: httpx.AsyncClient, lead: httpx.AsyncClient) -> tuple[str, list[Sent]]:
    """A dossier with two practices under it: its address and their reports."""
    sent = [await report_by_api(practice, an_address(), agbCode=f"0199920{number}") for number in (1, 2)]
    cases = [await case_of(lead, one.reference) for one in sent]
    title = f"Machtiging bij elke levering, zie {sent[0].reference}"
    await decide(lead, cases[0], "open_dossier", {"dossier_title": title})
    dossier = await dossier_of(lead, cases[0])
    form = await open_form(lead, cases[1], "/beslissing")
    await decide(lead, cases[1], "link", {"dossier_id": form.code_of("dossier_id", title)})
    await page_once(lead, dossier, "2 meldingen")
    return dossier, sent


async def _saved(lead: httpx.AsyncClient, page: str, action: str, fields: Fields) -> None:
    answer = await submit(lead, page, action, fields)
    assert answer.status_code == 303, answer.text


async def _added(lead: httpx.AsyncClient, dossier: str, part: str, fields: Fields) -> None:
    forms = forms_in((await lead.get(dossier)).text)
    (form,) = [form for form in forms if part in form.action and form.action.endswith("/nieuw")]
    assert (await send(lead, form, fields)).status_code == 303


async def _outcomes(mailbox: Mailbox, sent: list[Sent]) -> list[int]:
    return [sum("staat nergens" in mail.subject for mail in await mailbox.mails(one.email)) for one in sent]


async def test_a_concluded_dossier_is_told_to_every_linked_reporter_once(
    practice: httpx.AsyncClient, lead: httpx.AsyncClient, mailbox: Mailbox
) -> None:
    dossier, sent = await _linked(practice, lead)
    await _saved(lead, dossier, "/kern", {"question": "Wie eist deze machtiging, en waarom?"})
    await _saved(lead, dossier, "/regel", RULE)
    await _added(lead, dossier, "/vastlegging/", SOURCE)
    await _added(lead, dossier, "/bevindingen/", FINDING)
    page = words_of((await lead.get(dossier)).text)
    assert str(RULE["rule_text"]) in page
    assert "Een regel die nergens staat, hoeft niemand te volgen." in page
    assert str(FINDING["claim"]) in page
    await _saved(lead, dossier, "/uitkomst", OUTCOME)
    assert await _outcomes(mailbox, sent) == [0, 0]
    await _saved(lead, f"{dossier}/afronden", "/afronden", {})
    for one in sent:
        mail = await told(practice, mailbox, one, "Deze regel staat nergens")
        assert str(OUTCOME["public_text"]) in mail.words
        assert str(OUTCOME["outcome_reason"]) not in mail.everything
    await page_once(lead, f"/team/triage?lijst=afgehandeld&q={sent[0].reference}", "Niemand")
    assert await _outcomes(mailbox, sent) == [1, 1]
