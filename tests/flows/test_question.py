"""A question to the reporter, and the answer back in the queue."""

import httpx

from tests.flows.news import told
from tests.mailbox import Mailbox
from tests.pages import submit, words_of
from tests.practice import an_address, report_by_api
from tests.team import case_of, decide, page_once

QUESTION = "Bij welke leverancier gebeurt dit?"
ANSWER = "Bij twee leveranciers, elk jaar in januari."


async def test_a_question_is_answered_on_the_status_page_and_the_case_comes_back(
    practice: httpx.AsyncClient, lead: httpx.AsyncClient, mailbox: Mailbox
) -> None:
    sent = await report_by_api(practice, an_address())
    case = await case_of(lead, sent.reference)
    await decide(lead, case, "question", {"question": QUESTION})
    await told(practice, mailbox, sent, "We hebben een vraag over je melding")
    page = words_of(await page_once(practice, sent.status_page, QUESTION))
    assert "Jij bent aan zet" in page
    await submit(practice, sent.status_page, "/antwoord", {"antwoord": ANSWER})
    await told(practice, mailbox, sent, "We hebben je antwoord ontvangen")
    await page_once(lead, f"/team/triage?lijst=reactie-binnen&q={sent.reference}", case)
    assert ANSWER in (await lead.get(case)).text
    after = words_of((await practice.get(sent.status_page)).text)
    assert "Jij bent aan zet" not in after


async def test_not_knowing_is_an_answer_too(
    practice: httpx.AsyncClient, lead: httpx.AsyncClient, mailbox: Mailbox
) -> None:
    sent = await report_by_api(practice, an_address())
    case = await case_of(lead, sent.reference)
    await decide(lead, case, "question", {"question": QUESTION})
    await page_once(practice, sent.status_page, QUESTION)
    await submit(practice, sent.status_page, "/antwoord", {"actie": "weet-niet"})
    mail = await told(practice, mailbox, sent, "We hebben je antwoord ontvangen")
    assert "Dat geeft niet." in mail.words
    await page_once(lead, f"/team/triage?lijst=reactie-binnen&q={sent.reference}", case)
