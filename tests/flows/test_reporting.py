"""From the practice to the receipt."""

import httpx

from tests.flows.news import told
from tests.mailbox import Mailbox
from tests.pages import words_of
from tests.practice import an_address, report_by_api, report_by_form
from tests.team import case_of

RECEIVED = "We hebben je melding ontvangen"


async def test_a_report_by_form_is_mailed_shown_and_waits_in_the_queue(
    practice: httpx.AsyncClient, lead: httpx.AsyncClient, mailbox: Mailbox
) -> None:
    sent = await report_by_form(practice, an_address())
    mail = await told(practice, mailbox, sent, RECEIVED)
    assert mail.headers["Auto-Submitted"] == "auto-generated"
    case = words_of((await lead.get(await case_of(lead, sent.reference))).text)
    assert "De leverancier vraagt elk jaar een nieuwe machtiging voor stomamateriaal." in case
    assert "Noor Bakker" not in case


async def test_a_report_by_machine_goes_the_same_way(
    practice: httpx.AsyncClient, lead: httpx.AsyncClient, mailbox: Mailbox
) -> None:
    sent = await report_by_api(practice, an_address())
    await told(practice, mailbox, sent, RECEIVED)
    await case_of(lead, sent.reference)


async def test_no_mail_repeats_the_story(practice: httpx.AsyncClient, mailbox: Mailbox) -> None:
    sent = await report_by_api(practice, an_address(), verhaal="Dit verhaal hoort in geen enkele mail te staan.")
    mail = await mailbox.mail_to(sent.email)
    assert "hoort in geen enkele mail" not in mail.everything


async def test_only_who_may_see_the_reporter_sees_who_it_is(
    practice: httpx.AsyncClient, lead: httpx.AsyncClient
) -> None:
    sent = await report_by_api(practice, an_address())
    case = await case_of(lead, sent.reference)
    reporter = f"/team/meldingen/{case.rpartition('/')[2]}/melder"
    assert sent.email in (await lead.get(reporter)).text
    assert (await practice.get(reporter)).status_code == 303
