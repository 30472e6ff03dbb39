"""What was hidden goes through no part of the system: it is in no column, event, log or mail."""

import httpx

from tests.erasing.searching import columns_with, files_with
from tests.mailbox import Mailbox
from tests.pages import Form, forms_in, open_form, send, submit
from tests.practice import REPORTS, an_address, api_report, form_answers, read_confirmation
from tests.system import RunningSystem
from tests.team import case_of, page_once

NAME, BSN, MAIL, PHONE = "Kwartelmans", "123456782", "kwartel1951@thuispost.example", "06 31 41 59 27"
STORY = f"Voor mevrouw {NAME} moest het weer. Haar BSN is {BSN}, bel {PHONE} of mail {MAIL}. Zo gaat het elke week."
KEPT = "Zo gaat het elke week."


def _choices(asked: httpx.Response) -> Form:
    assert asked.status_code == 422, asked.text
    return next(form for form in forms_in(asked.text) if any(name.startswith("privacy-") for name in form.fields))


async def _hide(client: httpx.AsyncClient, asked: httpx.Response) -> httpx.Response:
    answer = await send(client, _choices(asked), {})
    assert answer.status_code == 303, answer.text
    return answer


async def _reported(practice: httpx.AsyncClient, database: str) -> tuple[str, str, str]:
    """Reference, status page and address of a report whose story and wish had to be hidden in part."""
    address = an_address()
    await submit(practice, "/melden", "/melden", {})
    for number, answers in enumerate(form_answers(address), 1):
        own = {"verhaal": STORY} if number == 1 else {"wens": f"Nooit meer {BSN} invullen."} if number == 3 else {}
        # What somebody sees while typing goes over the line as well.
        if own:
            form = await open_form(practice, f"/melden/{number}", f"/melden/{number}")
            for action in ("/melden/privacy", f"/melden/{number}/bewaar"):
                form.action = action
                assert (await send(practice, form, {**answers, **own})).status_code == 200
            assert columns_with(database, BSN) == []
        sent = await submit(practice, f"/melden/{number}", f"/melden/{number}", {**answers, **own})
        if own:
            sent = await _hide(practice, sent)
    done = await read_confirmation(practice, sent.headers["location"], address)
    return done.reference, done.status_page, address


async def test_what_was_hidden_is_nowhere(
    running_system: RunningSystem, practice: httpx.AsyncClient, lead: httpx.AsyncClient, mailbox: Mailbox
) -> None:
    database = running_system.variables["DATABASE_URL"]
    reference, status_page, address = await _reported(practice, database)
    case = await case_of(lead, reference)
    assert KEPT in (await lead.get(case)).text
    question = {
        "decision": "question",
        "reason": "Dit moeten we weten.",
        "send_mail": "ja",
        "question": f"Is dit mevrouw {NAME}, {BSN}?",
    }
    await _hide(lead, await submit(lead, case, "/beslissing", question))
    await page_once(practice, status_page, "Is dit mevrouw [naam verborgen], [bsn verborgen]?")
    answer = {"antwoord": f"Ja, mevrouw {NAME}, {MAIL}. Dat is haar."}
    await _hide(practice, await submit(practice, status_page, "/antwoord", answer))
    await page_once(lead, case, "Dat is haar.")

    by_machine = await practice.post(REPORTS, json=api_report(an_address(), verhaal=STORY, titel=f"Over {BSN}"))
    assert by_machine.status_code == 201, by_machine.text
    await case_of(lead, by_machine.json()["kenmerk"])
    looked = await practice.post("/api/v1/privacycontrole", json={"tekst": STORY})
    assert len(looked.json()["vondsten"]) == 4

    await mailbox.mail_to(address, "vraag")
    for word in (NAME, BSN, MAIL, PHONE):
        assert columns_with(database, word) == []
        for place in ("nats", "logs", "run"):
            assert files_with(running_system.folder / place, word) == []
        assert all(word not in mail.everything for mail in await mailbox.mails())
