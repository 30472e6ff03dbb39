"""Practices say whether a rule is really out of their way, and the dossier shows it."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx

from services.research.domain import Confirmation, confirmation
from services.research.forms import ConcludeForm, OutcomeForm
from services.research.handlers.outcome import conclude, reopen, save_outcome
from services.research.reading.dossier import DossierPage, dossier_page
from services.research.subscribers import facts
from shared import clock
from shared.contracts.intake import CheckAnsweredV1
from shared.contracts.vocabulary import CheckAnswer, Outcome
from shared.database import Database
from tests.browserlike import sign_in_as
from tests.builders import a_report_submitted
from tests.facts import deliver
from tests.research.facts_heard import Databases, a_report_linked, opened_dossier

ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
HERE = "D-26-001"
CONCLUDED_AT = datetime(2026, 11, 10, 10, tzinfo=UTC)
OTHERS = [a_report_submitted(reference=f"RW-26-{number:04d}") for number in (2, 3, 4)]


async def _concluded(database: Database) -> None:
    with clock.frozen(CONCLUDED_AT - timedelta(days=1)):
        await opened_dossier(database, *OTHERS)
    with clock.frozen(CONCLUDED_AT):
        async with database.transaction() as session:
            form = OutcomeForm(
                version=0, outcome=Outcome.SOLVED, public_text="Het hoeft niet meer.", outcome_reason="-"
            )
            await save_outcome(session, HERE, form, "Mo Yilmaz")
            await conclude(session, HERE, ConcludeForm(version=1), "Mo Yilmaz")


async def _answer(database: Database, report_id: UUID, answer: CheckAnswer, day: int, text: str | None = None) -> None:
    with clock.frozen(CONCLUDED_AT + timedelta(days=day)):
        await deliver(database, facts, CheckAnsweredV1(report_id=report_id, answer=answer, text=text))


async def _page(database: Database) -> DossierPage:
    async with database.transaction() as session:
        page = await dossier_page(session, HERE)
    assert page
    return page


def test_answers_are_counted_by_kind() -> None:
    said = [CheckAnswer.NO, CheckAnswer.YES, CheckAnswer.NO, CheckAnswer.A_LITTLE]
    assert confirmation(said) == Confirmation(1, 1, 2)
    assert confirmation([]).answers == 0


async def test_the_newest_answer_of_each_report_counts_in_whatever_order_they_come(databases: Databases) -> None:
    research = databases("research")
    await _concluded(research)
    await _answer(research, OTHERS[0].report_id, CheckAnswer.NO, 28)
    await _answer(research, OTHERS[0].report_id, CheckAnswer.YES, 1)
    await _answer(research, OTHERS[1].report_id, CheckAnswer.YES, 1)
    await _answer(research, OTHERS[1].report_id, CheckAnswer.A_LITTLE, 2)
    page = await _page(research)
    assert page.shown.confirmation == Confirmation(0, 1, 1)
    assert page.confirmed[-1] == ("Nog geen antwoord", "2 meldingen", "")


async def test_a_no_stands_in_the_history_and_brings_the_dossier_to_the_top(databases: Databases) -> None:
    research = databases("research")
    await _concluded(research)
    await _answer(research, OTHERS[0].report_id, CheckAnswer.YES, 1)
    assert (await _page(research)).dossier.changed_at == CONCLUDED_AT
    await _answer(research, OTHERS[1].report_id, CheckAnswer.NO, 2)
    page = await _page(research)
    assert page.dossier.changed_at == CONCLUDED_AT + timedelta(days=2)
    assert page.history[0].text == "Melding RW-26-0003: in mijn praktijk nog niet opgelost."


async def test_after_a_new_outcome_the_counting_starts_anew(databases: Databases) -> None:
    research = databases("research")
    await _concluded(research)
    await _answer(research, OTHERS[0].report_id, CheckAnswer.NO, 1)
    with clock.frozen(CONCLUDED_AT + timedelta(days=2)):
        async with research.transaction() as session:
            await reopen(session, HERE, "Het gebeurt nog", "Mo Yilmaz")
        assert (await _page(research)).shown.confirmation.not_solved == 1
        async with research.transaction() as session:
            await conclude(session, HERE, ConcludeForm(version=1), "Mo Yilmaz")
        assert (await _page(research)).shown.confirmation.answers == 0


async def test_an_answer_heard_before_its_report_or_link_counts_later(databases: Databases) -> None:
    research = databases("research")
    await _concluded(research)
    late = a_report_submitted(reference="RW-26-0009")
    await _answer(research, late.report_id, CheckAnswer.NO, 3)
    dossier_id = (await _page(research)).dossier.id
    await deliver(research, facts, late)
    linked = a_report_linked(report_id=late.report_id, dossier_id=dossier_id, opens_dossier=False)
    await deliver(research, facts, linked)
    assert (await _page(research)).shown.confirmation.not_solved == 1


async def test_the_pages_show_it_with_what_was_written(client_for: ClientFor, databases: Databases) -> None:
    research = databases("research")
    await _concluded(research)
    await _answer(research, OTHERS[0].report_id, CheckAnswer.NO, 1, "De leverancier vraagt het <b>nog</b>.")
    async with client_for("research") as client:
        await sign_in_as(client, [research])
        page = await client.get(f"/team/dossiers/{HERE}")
        listed = await client.get("/team/dossiers", params={"stand": "afgesloten"})
    for shown in ("1 melder zegt: nog niet", "3 meldingen", "De leverancier vraagt het &lt;b&gt;nog&lt;/b&gt;."):
        assert shown in page.text
    assert "1 melder: niet opgelost" in listed.text
