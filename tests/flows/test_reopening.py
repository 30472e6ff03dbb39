"""A reporter does not agree with how a report ended, and a person decides about that."""

import httpx

from tests.flows.news import told
from tests.mailbox import Mailbox
from tests.pages import submit, words_of
from tests.practice import Sent, an_address, report_by_api
from tests.team import Fields, case_of, decide, dossier_of, page_once

CLOSE: Fields = {"close_reason": "too_little", "tip": "Schrijf op wat er gebeurde."}
OUTCOME: Fields = {"outcome": "solved", "public_text": "Dit hoeft niet meer.", "outcome_reason": "Zo afgesproken."}
WHY = "De leverancier vraagt het nog bij elke levering."
EXPLANATION = "De afspraak geldt vanaf januari. Tot die dag mag het nog."


async def _sent(client: httpx.AsyncClient, page: str, action: str, fields: Fields) -> str:
    answer = await submit(client, page, action, fields)
    assert answer.status_code == 303, answer.text
    return words_of((await client.get(answer.headers["location"])).text)


async def _asked_again(practice: httpx.AsyncClient, mailbox: Mailbox, sent: Sent) -> None:
    mail = await told(practice, mailbox, sent, "Je vraagt ons om je melding weer te openen")
    assert WHY not in mail.everything


async def test_a_closed_report_is_opened_again_on_request(
    practice: httpx.AsyncClient, lead: httpx.AsyncClient, mailbox: Mailbox
) -> None:
    sent = await report_by_api(practice, an_address())
    case = await case_of(lead, sent.reference)
    await decide(lead, case, "close", CLOSE)
    await told(practice, mailbox, sent, "We stoppen met je melding, dit is waarom")
    page = await _sent(practice, sent.status_page, "/heropenen", {"reden": WHY})
    assert "Aan zet Wij" in page
    await _asked_again(practice, mailbox, sent)
    await page_once(lead, f"/team/triage?lijst=reactie-binnen&q={sent.reference}", "Vraagt om heropenen")
    assert WHY in (await lead.get(case)).text
    await decide(lead, case, "reopen", {"message_reopen": "We kijken er weer naar."})
    await told(practice, mailbox, sent, "We openen je melding weer")
    await decide(lead, case, "question", {"question": "Bij welke leverancier is dit?"})
    await told(practice, mailbox, sent, "We hebben een vraag over je melding")


async def _solved(practice: httpx.AsyncClient, lead: httpx.AsyncClient, sent: Sent) -> tuple[str, str]:
    case = await case_of(lead, sent.reference)
    await decide(lead, case, "open_dossier", {"dossier_title": f"Machtigingen, gemeld als {sent.reference}"})
    dossier = await dossier_of(lead, case)
    await _sent(lead, dossier, "/uitkomst", OUTCOME)
    await _sent(lead, f"{dossier}/afronden", "/afronden", {})
    return case, dossier


async def test_a_no_reaches_the_dossier_and_is_refused_with_an_explanation(
    practice: httpx.AsyncClient, lead: httpx.AsyncClient, mailbox: Mailbox
) -> None:
    sent = await report_by_api(practice, an_address())
    case, dossier = await _solved(practice, lead, sent)
    outcome = await told(practice, mailbox, sent, "Opgelost: dit verandert er")
    assert "Laat het weten op je eigen pagina." in outcome.words
    await _sent(practice, sent.status_page, "/opgelost", {"opgelost": "no", "toelichting": WHY})
    await _asked_again(practice, mailbox, sent)
    assert WHY in await page_once(lead, dossier, "1 melder zegt: nog niet")
    await page_once(lead, case, "Verzoek om te heropenen")
    await decide(lead, case, "keep_closed", {"explanation": EXPLANATION})
    refusal = await told(practice, mailbox, sent, "We openen je melding niet opnieuw")
    assert EXPLANATION in refusal.words
    after = words_of(await page_once(practice, sent.status_page, "Je vroeg ons al om deze melding weer te openen."))
    assert "Doe een nieuwe melding" in after
    await page_once(lead, f"/team/triage?lijst=afgehandeld&q={sent.reference}", "Gekoppeld aan dossier")
    assert (await mailbox.subjects(sent.email)).count(refusal.subject) == 1


async def test_a_dossier_that_is_opened_again_settles_the_request_by_itself(
    practice: httpx.AsyncClient, lead: httpx.AsyncClient, mailbox: Mailbox
) -> None:
    sent = await report_by_api(practice, an_address())
    case, dossier = await _solved(practice, lead, sent)
    await page_once(practice, sent.status_page, "Is het in jouw praktijk echt opgelost?")
    await _sent(practice, sent.status_page, "/opgelost", {"opgelost": "no"})
    await page_once(lead, case, "Verzoek om te heropenen")
    await _sent(lead, dossier, "/heropenen", {"why": "Het gebeurt nog."})
    await told(practice, mailbox, sent, "We gaan verder met je melding")
    await page_once(lead, case, "is weer open: de melding loopt daarin mee.")
    page = words_of((await practice.get(sent.status_page)).text)
    assert "Je vroeg ons om je melding weer te openen" not in page
