"""Each decision of the team reaches the reporter, by mail and on the status page in the same words."""

import httpx
import pytest

from tests.flows.news import told
from tests.mailbox import Mailbox
from tests.pages import open_form
from tests.practice import an_address, report_by_api
from tests.team import Fields, case_of, decide, page_once

# The decision, what is typed, what is chosen from a list by its words, and what the reporter reads above it.
DECISIONS: dict[str, tuple[Fields, dict[str, str], str]] = {
    "question": ({"question": "Bij welke leverancier is dit?"}, {}, "We hebben een vraag over je melding"),
    "open_dossier": ({"dossier_title": "Jaarlijkse machtigingen"}, {}, "We gaan dit onderzoeken"),
    "agreement": ({}, {"item_id": "R01"}, "Goed nieuws: hier is al een afspraak over"),
    "elsewhere": ({}, {"party_id": "Landelijke Huisartsen Vereniging"}, "werkt al aan jouw melding"),
    "handover": ({}, {"handover_party_id": "Huisartsen Interventie Team"}, "We gaan je melding landelijk doorgeven"),
    "close": (
        {"close_reason": "not_a_rule", "tip": "Bespreek dit eens in je hagro."},
        {},
        "We stoppen met je melding, dit is waarom",
    ),
}


@pytest.mark.parametrize("decision", DECISIONS)
async def test_a_decision_reaches_the_reporter(
    practice: httpx.AsyncClient, lead: httpx.AsyncClient, mailbox: Mailbox, decision: str
) -> None:
    typed, picked, title = DECISIONS[decision]
    sent = await report_by_api(practice, an_address())
    case = await case_of(lead, sent.reference)
    form = await open_form(lead, case, "/beslissing")
    chosen: Fields = {name: form.code_of(name, words) for name, words in picked.items()}
    await decide(lead, case, decision, typed | chosen)
    await told(practice, mailbox, sent, title)


async def test_a_second_practice_hears_that_it_is_not_the_only_one(
    practice: httpx.AsyncClient, lead: httpx.AsyncClient, mailbox: Mailbox
) -> None:
    first = await report_by_api(practice, an_address(), agbCode="01999101")
    second = await report_by_api(practice, an_address(), agbCode="01999102")
    dossier = f"Machtigingen, gemeld als {first.reference}"
    await decide(lead, await case_of(lead, first.reference), "open_dossier", {"dossier_title": dossier})
    case = await case_of(lead, second.reference)
    form = await open_form(lead, case, "/beslissing")
    await decide(lead, case, "link", {"dossier_id": form.code_of("dossier_id", dossier)})
    await told(practice, mailbox, second, "Jij bent niet de enige: 2 praktijken melden dit")


async def test_without_the_tick_the_reporter_sees_it_on_the_page_and_gets_no_mail(
    practice: httpx.AsyncClient, lead: httpx.AsyncClient, mailbox: Mailbox
) -> None:
    sent = await report_by_api(practice, an_address())
    case = await case_of(lead, sent.reference)
    await mailbox.mail_to(sent.email)
    await decide(lead, case, "question", {"question": "Bij welke leverancier is dit?", "send_mail": [],
                                         "no_mail_because": "We belden de praktijk."})  # fmt: skip
    await page_once(practice, sent.status_page, "We hebben een vraag over je melding")
    later = await report_by_api(practice, an_address())
    await mailbox.mail_to(later.email)
    assert len(await mailbox.mails(sent.email)) == 1


async def test_an_answer_with_an_agreement_leads_to_its_page(
    practice: httpx.AsyncClient, lead: httpx.AsyncClient, mailbox: Mailbox
) -> None:
    sent = await report_by_api(practice, an_address())
    case = await case_of(lead, sent.reference)
    form = await open_form(lead, case, "/beslissing")
    await decide(lead, case, "agreement", {"item_id": form.code_of("item_id", "R01")})
    mail = await told(practice, mailbox, sent, "Goed nieuws: hier is al een afspraak over")
    assert "/kennis/R01" in mail.text
    item = await practice.get("/kennis/R01")
    assert item.status_code == 200
    assert "nog niet gecontroleerd" in item.text
