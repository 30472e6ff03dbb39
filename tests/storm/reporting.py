"""A practice reports, by form or by machine, and presses again until it is told a number."""

import asyncio
import re

import httpx

from tests.practice import REPORTS, api_report, form_answers
from tests.storm.journal import Deed, Journal
from tests.storm.plan import PlannedReport, Way
from tests.storm.visitor import Fields, Visitor

REFERENCE = re.compile(r"RW-\d\d-\d{4,}")


async def report(practice: Visitor, planned: PlannedReport, journal: Journal) -> str:
    """Report; the address of the status page. Raises GaveUp, and AssertionError on a wrong answer."""
    return await (_by_form if planned.way is Way.FORM else _by_api)(practice, planned, journal)


async def _by_api(practice: Visitor, planned: PlannedReport, journal: Journal) -> str:
    body = api_report(planned.email, titel=planned.title, agbCode=_agb_code(planned))
    headers = {"Idempotency-Key": planned.name}
    journal.tries(Deed.REPORT, planned.email)
    for _ in range(1 + planned.twice):
        answer = await practice.ask(lambda: practice.client.post(REPORTS, json=body, headers=headers))
        assert answer.status_code == 201, f"{answer.status_code} for {planned.name}: {answer.text}"
        receipt = answer.json()
        journal.confirms(Deed.REPORT, planned.email, receipt["kenmerk"])
    return httpx.URL(receipt["statusUrl"]).path


async def _by_form(practice: Visitor, planned: PlannedReport, journal: Journal) -> str:
    await practice.press(await practice.form("/melden", "/melden"), {})
    *steps, last = _typed(planned)
    for number, typed in enumerate(steps, 1):
        await _fill_in(practice, number, typed)
    journal.tries(Deed.REPORT, planned.email)
    form = await practice.form("/melden/5", "/melden/5")
    answers = await asyncio.gather(*(practice.press(form, last) for _ in range(1 + planned.twice)))
    (confirmation,) = {_target(answer) for answer in answers}
    shown = REFERENCE.search((await practice.look(confirmation)).text)
    assert shown, f"no number on the confirmation of {planned.name}"
    journal.confirms(Deed.REPORT, planned.email, shown.group())
    return confirmation.removesuffix("/bevestiging")


async def _fill_in(practice: Visitor, number: int, answers: Fields) -> None:
    form = await practice.form(f"/melden/{number}", f"/melden/{number}")
    _target(await practice.press(form, answers))


def _typed(planned: PlannedReport) -> list[Fields]:
    own = {"titel": planned.title, "agbCode": _agb_code(planned)}
    return [
        answers | {name: value for name, value in own.items() if name in answers}
        for answers in form_answers(planned.email)
    ]


def _agb_code(planned: PlannedReport) -> str:
    return f"0199{planned.practice:04d}"


def _target(answer: httpx.Response) -> str:
    assert answer.status_code == 303, f"{answer.status_code} instead of the next page of {answer.request.url.path}"
    return answer.headers["location"]
