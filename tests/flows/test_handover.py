"""A handover: the package goes to the body without the reporter, and the body's answer comes back."""

import httpx
import pytest

from tests.flows.news import told
from tests.intake.filled_in import API_REPORT
from tests.mailbox import Mailbox
from tests.pages import link_named, open_form, submit
from tests.practice import Sent, an_address, report_by_api
from tests.team import Fields, case_of, decide, page_once

PHONE = "0301234567"
PACKAGE: Fields = {
    "category": "request",
    "asked_text": "Een verklaring van de huisarts bij elke levering.",
    "asked_by": "Leveranciers van hulpmiddelen",
    "recorded_text": "Wij hebben dit nergens gevonden.",
    "tried": "Wij vroegen de leverancier om ermee te stoppen.",
    "wanted": "Spreek af dat deze verklaring vervalt.",
    "contact_name": "Contactpersoon HIT",
}
BODY_SAYS = "Wij spreken de leveranciers hier landelijk op aan."


async def _draft(practice: httpx.AsyncClient, lead: httpx.AsyncClient, title: str) -> tuple[str, str, Sent]:
    """A handover as triage leaves it: its address, its case, its report."""
    sent = await report_by_api(practice, an_address(), titel=title, telefoon=PHONE)
    case = await case_of(lead, sent.reference)
    form = await open_form(lead, case, "/beslissing")
    body = form.code_of("handover_party_id", "Huisartsen Interventie Team")
    await decide(lead, case, "handover", {"handover_party_id": body})
    listed = await page_once(lead, "/team/doorzetten", title)
    return link_named(listed, title), case, sent


async def _sent_off(lead: httpx.AsyncClient, handover: str, contact: str) -> None:
    written = await submit(lead, f"{handover}/tekst", "/tekst", {**PACKAGE, "contact_email": contact})
    assert written.status_code == 303, written.text
    ticks: Fields = {"no_names": "ja", "read_through": "ja"}
    gone = await submit(lead, f"{handover}/versturen", "/versturen", ticks)
    assert gone.status_code == 303, gone.text


async def test_the_package_reaches_the_body_without_the_reporter_and_the_reporter_hears_of_it(
    practice: httpx.AsyncClient, lead: httpx.AsyncClient, mailbox: Mailbox
) -> None:
    title, contact = "Verklaring bij elke levering", an_address()
    handover, _, sent = await _draft(practice, lead, title)
    assert await mailbox.mails(contact) == []
    await _sent_off(lead, handover, contact)
    package = await mailbox.mail_to(contact, title)
    assert str(PACKAGE["wanted"]) in package.words
    reporter = (API_REPORT["naam"], API_REPORT["praktijk"], API_REPORT["agbCode"], sent.email, PHONE)
    for private in (*reporter, "030 123 45 67", sent.reference, sent.status_page, API_REPORT["verhaal"]):
        assert private not in package.everything
    await told(practice, mailbox, sent, "We hebben je melding landelijk doorgegeven")
    await page_once(lead, handover, "Mail: verstuurd")
    assert len(await mailbox.mails(contact)) == 1


@pytest.mark.parametrize(
    ("answer", "title", "comes_back"),
    [
        ("accepted", "pakt je melding op", False),
        ("answered", "heeft geantwoord", True),
        ("refused", "neemt je melding niet over", True),
    ],
)
async def test_what_the_body_answers_reaches_the_reporter_and_the_team(
    practice: httpx.AsyncClient, lead: httpx.AsyncClient, mailbox: Mailbox, answer: str, title: str, comes_back: bool
) -> None:
    handover, case, sent = await _draft(practice, lead, f"Verklaring, antwoord {answer}")
    await _sent_off(lead, handover, an_address())
    await mailbox.mail_to(sent.email, "landelijk doorgegeven")
    recorded = await submit(lead, handover, "/antwoord", {"answer": answer, "public_text": BODY_SAYS})
    assert recorded.status_code == 303, recorded.text
    mail = await told(practice, mailbox, sent, title)
    assert BODY_SAYS in mail.words
    await page_once(lead, case, BODY_SAYS)
    waiting = (await lead.get(f"/team/triage?lijst=reactie-binnen&q={sent.reference}")).text
    assert (case in waiting) is comes_back
