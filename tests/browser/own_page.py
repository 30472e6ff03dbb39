"""What a reporter can do on the page of a report besides answering: the pages of that, each with something on it."""

import re

import httpx

from tests.mailbox import Mail, Mailbox
from tests.pages import submit
from tests.practice import an_address, report_by_api
from tests.team import case_of, page_once

ADDED = "Vandaag vroeg ook de tweede leverancier erom."


async def own_pages(practice: httpx.AsyncClient, lead: httpx.AsyncClient, mailbox: Mailbox) -> dict[str, str]:
    """Their addresses by name, and what the team sees of it."""
    sent = await report_by_api(practice, an_address())
    case = await case_of(lead, sent.reference)
    await submit(practice, f"{sent.status_page}/toevoegen", "/toevoegen", {"toevoeging": ADDED})
    await page_once(lead, case, "Nieuw: de melder voegde iets toe")
    gone = await report_by_api(practice, an_address())
    withdrawn = await case_of(lead, gone.reference)
    await submit(practice, f"{gone.status_page}/intrekken", "/intrekken", {"reden": "mistake"})
    mail = await mailbox.mail_to(gone.email, "Je code om je melding in te trekken")
    await submit(practice, f"{gone.status_page}/intrekken/code", "/code", {"mailcode": code_in(mail)})
    await page_once(lead, withdrawn, "Ingetrokken door de melder")
    return {
        "status, something added": sent.status_page,
        "add something": f"{sent.status_page}/toevoegen",
        "choose mails": f"{sent.status_page}/mails",
        "another address": f"{sent.status_page}/mailadres",
        "another address, code": f"{sent.status_page}/mailadres/code",
        "take back, why?": f"{sent.status_page}/intrekken",
        "take back, code": f"{sent.status_page}/intrekken/code",
        "taken back": gone.status_page,
        "case, something added": case,
        "case, taken back": withdrawn,
    }


def code_in(mail: Mail) -> str:
    """The code of six digits in a mail."""
    found = re.search(r"(?<!\d)\d{6}(?!\d)", mail.text)
    assert found, mail.text
    return found.group()
