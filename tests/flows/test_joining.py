"""Who joins an open report hears in their own mails and on their own page what comes of it, and no word of others."""

import httpx

from tests.flows.news import told
from tests.mailbox import Mailbox
from tests.pages import submit
from tests.practice import Sent, an_address, read_confirmation, report_by_api
from tests.team import PATIENCE_SECONDS, Fields, case_of, decide
from tests.workers import until

QUESTION = "Geldt dat bij jullie ook op zondag?"
CLOSING: Fields = {"close_reason": "not_a_rule", "tip": "Bespreek dit eens in je hagro."}


async def _join(practice: httpx.AsyncClient, reference: str) -> Sent:
    address, email = f"/melden/ik-ook/{reference}", an_address()

    async def is_known() -> bool:
        return (await practice.get(address)).status_code == 200

    await until(is_known, at_most=PATIENCE_SECONDS)
    who: Fields = {"naam": "Bram Smit", "functie": "assistant", "praktijk": "Praktijk De Bedachte Brug", "email": email}
    answer = await submit(practice, address, address, who)
    assert answer.status_code == 303, answer.text
    return await read_confirmation(practice, answer.headers["location"], email)


async def test_who_joins_hears_every_decision_and_no_word_of_the_other(
    practice: httpx.AsyncClient, lead: httpx.AsyncClient, mailbox: Mailbox
) -> None:
    first = await report_by_api(practice, an_address(), titel="Kleurcodes voor de ontbijtkar")
    second = await _join(practice, first.reference)
    await told(practice, mailbox, second, "Je telt mee: we hebben je melding ontvangen")
    case = await case_of(lead, first.reference)
    await decide(lead, case, "question", {"question": QUESTION})
    await told(practice, mailbox, second, "We zoeken verder uit hoe het zit")
    assert QUESTION not in (await practice.get(second.status_page)).text
    await decide(lead, case, "close", CLOSING)
    await told(practice, mailbox, second, "We stoppen met je melding, dit is waarom")
