"""A report that told of two rules goes on as two: one mail with both links, two pages, two cases."""

import re

import httpx

from tests.flows.news import told
from tests.mailbox import Mailbox
from tests.pages import submit
from tests.practice import Sent, an_address, report_by_api
from tests.team import Fields, case_of, decide, page_once

TITLE = "Een aparte vragenlijst per kwartaal"
SECOND: Fields = {
    "titel": TITLE,
    "verhaal": "Daarnaast komt er elk kwartaal een vragenlijst over dezelfde zorg.",
    "waaromSplitsen": "De vragenlijst staat in een andere afspraak.",
}
CLOSING: Fields = {"close_reason": "not_a_rule", "tip": "Bespreek dit eens in je hagro."}


async def test_the_reporter_is_told_once_and_follows_both(
    practice: httpx.AsyncClient, lead: httpx.AsyncClient, mailbox: Mailbox
) -> None:
    first = await report_by_api(practice, an_address(), titel="Twee lasten in een brief")
    case = await case_of(lead, first.reference)
    split = f"/team/meldingen/{case.rpartition('/')[2]}/splitsen"
    answer = await submit(lead, split, "/splitsen", SECOND)
    assert answer.status_code == 303, answer.text
    mail = await mailbox.mail_to(first.email, "Je melding ging over twee regels")
    reference = re.search(r"RW-\d\d-\d{4}", mail.subject)
    links = dict.fromkeys(re.findall(r"/melding/[\w-]+", mail.text))
    assert reference
    assert first.reference in mail.words
    assert first.status_page in links
    (own,) = [path for path in links if path != first.status_page]
    second = Sent(reference.group(), own, first.email)
    await page_once(lead, case, f"{second.reference}: {TITLE}")
    assert second.reference in (await practice.get(first.status_page)).text
    assert first.reference in (await practice.get(second.status_page)).text
    await decide(lead, await case_of(lead, second.reference), "close", CLOSING)
    await told(practice, mailbox, second, "We stoppen met je melding, dit is waarom")
    assert "We stoppen met je melding" not in (await practice.get(first.status_page)).text
    assert (await mailbox.subjects(first.email)).count(mail.subject) == 1
