"""A report that is taken back: its dossier weighs less, and its reporter hears nothing more."""

import re

import httpx

from tests.mailbox import Mailbox
from tests.pages import open_form, submit, words_of
from tests.practice import an_address, report_by_api
from tests.team import case_of, decide, dossier_of, page_once


async def test_a_dossier_weighs_less_and_who_left_hears_no_outcome(
    practice: httpx.AsyncClient, lead: httpx.AsyncClient, mailbox: Mailbox
) -> None:
    sent = [await report_by_api(practice, an_address(), agbCode=f"0199930{number}") for number in (1, 2)]
    cases = [await case_of(lead, one.reference) for one in sent]
    title = f"Machtiging bij elke levering, zie {sent[0].reference}"
    await decide(lead, cases[0], "open_dossier", {"dossier_title": title})
    dossier = await dossier_of(lead, cases[0])
    form = await open_form(lead, cases[1], "/beslissing")
    await decide(lead, cases[1], "link", {"dossier_id": form.code_of("dossier_id", title)})
    await page_once(lead, dossier, "2 meldingen")
    leaver = sent[1]
    await page_once(practice, leaver.status_page, "In onderzoek")
    await submit(practice, f"{leaver.status_page}/intrekken", "/intrekken", {"reden": "no_longer"})
    mail = await mailbox.mail_to(leaver.email, "Je code om je melding in te trekken")
    code = re.search(r"(?<!\d)\d{6}(?!\d)", mail.text)
    assert code
    page = f"{leaver.status_page}/intrekken/code?reden=no_longer"
    await submit(practice, page, "/code", {"mailcode": code.group()})
    weighed = words_of(await page_once(lead, dossier, "1 praktijk, 1 melding"))
    assert f"Melding {leaver.reference} is ingetrokken." in weighed
    before = await mailbox.subjects(leaver.email)
    outcome = {"outcome": "not_solved", "public_text": "Dit lukte niet.", "outcome_reason": "Zo is het."}
    await submit(lead, dossier, "/uitkomst", outcome)
    await submit(lead, f"{dossier}/afronden", "/afronden", {})
    await mailbox.mail_to(sent[0].email, "Dit is niet gelukt")
    assert await mailbox.subjects(leaver.email) == before
