"""What an outcome gives back, and a rule that bites again after it."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx
import pytest

from services.research import domain
from services.research.domain import Effect, Estimate, Weight
from services.research.repository.tasks import open_tasks_of
from services.research.subscribers import facts
from shared import clock
from shared.contracts.intake import CheckAnsweredV1, ReportWithdrawnV1
from shared.contracts.vocabulary import CheckAnswer, WithdrawReason
from shared.database import Database
from tests.browserlike import post_form, sign_in_as
from tests.builders import a_report_submitted
from tests.facts import deliver
from tests.pages import words_of
from tests.research.facts_heard import Databases, a_report_linked, opened_dossier

ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
HERE = "/team/dossiers/D-26-001"
NOON = datetime(2026, 11, 20, 11, tzinfo=UTC)
OUTCOME = {"outcome": "solved", "public_text": "Het hoeft niet meer.", "outcome_reason": "Bevestigd."}
ONE, OTHER = UUID(int=1), UUID(int=2)


@pytest.mark.parametrize(
    ("confirmed_by", "possible", "effect"),
    [
        ([], None, Effect(180, 0)),
        ([Estimate(ONE, 60)], None, Effect(180, 60)),
        ([Estimate(ONE, 60), Estimate(ONE, 45), Estimate(OTHER, 120)], None, Effect(180, 180)),
        ([Estimate(ONE, 60)], 90, Effect(90, 30)),
        ([Estimate(ONE, 60)], 0, Effect(0, 0)),
    ],
)
def test_what_is_confirmed_is_the_share_of_who_says_so(
    confirmed_by: list[Estimate], possible: int | None, effect: Effect
) -> None:
    assert domain.effect(Weight(3, 2, 180), confirmed_by, possible) == effect
    assert domain.effect(Weight(1, 1, 0), confirmed_by, 60) == Effect(60, 0)


async def _linked(research: Database, dossier_id: UUID, number: int, at: datetime) -> UUID:
    report = a_report_submitted(reference=f"RW-26-{number:04d}")
    await deliver(research, facts, report)
    with clock.frozen(at):
        joins = a_report_linked(report_id=report.report_id, dossier_id=dossier_id, opens_dossier=False)
        await deliver(research, facts, joins)
    return report.report_id


async def test_a_new_report_on_a_rule_with_an_outcome_alerts_who_pulls_it_once(
    client_for: ClientFor, databases: Databases
) -> None:
    research = databases("research")
    async with client_for("research") as client:
        with clock.frozen(NOON):
            member = await sign_in_as(client, [research], name="Mo Yilmaz")
            first = a_report_submitted(reference="RW-26-0009", minutes_per_month=120)
            dossier_id = await opened_dossier(research, first)
            core = {"version": "0", "question": "Wie wil dit?", "lead_id": str(member.id)}
            await post_form(client, f"{HERE}/kern", core, page=HERE)
            saved = await post_form(client, f"{HERE}/uitkomst", {**OUTCOME, "possible_hours": "2"}, page=HERE)
            look = words_of((await client.get(saved.headers["location"])).text)
            assert "Kan schelen ongeveer 2 uur per maand (schatting)" in look
            assert "Dit gaat naar 2 melders" in look and "RW-26-0009" in look
            await post_form(client, f"{HERE}/afronden", {"version": "1"})
            assert "Deze regel komt terug" not in (await client.get(HERE)).text
        later = NOON + timedelta(minutes=30)
        answered = CheckAnsweredV1(report_id=first.report_id, answer=CheckAnswer.YES)
        with clock.frozen(later):
            await deliver(research, facts, answered)
        back = [await _linked(research, dossier_id, number, later) for number in (20, 21)]
        with clock.frozen(later):
            text = words_of((await client.get(HERE)).text)
            assert "Deze regel komt terug 2 meldingen kwamen erbij na de uitkomst." in text
            assert "Melding RW-26-0020 kwam erbij nadat dit dossier een uitkomst had." in text
            assert "Bevestigd minder dan 1 uur per maand, door 1 melder" in text
            listed = words_of((await client.get("/team/dossiers?stand=afgesloten")).text)
            assert "2 nieuwe meldingen na de uitkomst" in listed
            async with research.transaction() as session:
                (task, _) = (await open_tasks_of(session, member.id))[0]
                assert len(await open_tasks_of(session, member.id)) == 1
            assert task.what == "Kijk of dit dossier weer open moet: RW-26-0020 gaat over dezelfde regel."
            await deliver(research, facts, ReportWithdrawnV1(report_id=back[0], reason=WithdrawReason.SOLVED))
            assert "1 melding kwam erbij na de uitkomst." in words_of((await client.get(HERE)).text)
            await post_form(client, f"{HERE}/heropenen", {"why": "Het komt terug."}, page=HERE)
            assert "Deze regel komt terug" not in (await client.get(HERE)).text


async def test_an_outcome_that_gives_no_time_back_says_so(client_for: ClientFor, databases: Databases) -> None:
    research = databases("research")
    async with client_for("research") as client:
        await sign_in_as(client, [research], name="Mo Yilmaz")
        await opened_dossier(research, a_report_submitted())
        kept = {**OUTCOME, "outcome": "kept_with_reason", "possible_hours": "40"}
        await post_form(client, f"{HERE}/uitkomst", kept, page=HERE)
        assert "Niets: deze uitkomst geeft geen tijd terug" in words_of((await client.get(HERE)).text)
        wrong = await post_form(client, f"{HERE}/uitkomst", {**OUTCOME, "possible_hours": "veel"}, page=HERE)
        assert wrong.text.count("Vul een heel getal in, zonder letters.") == 2
