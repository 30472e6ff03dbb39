"""What happens where and with whom, how the weight grew, and the sources that findings rest on."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime

import httpx
import pytest

from services.research.domain import Estimate, Weight, growth, weight
from services.research.subscribers import facts
from shared import clock
from shared.contracts.intake import ReportWithdrawnV1
from shared.contracts.research import DossierConcludedV1
from shared.contracts.vocabulary import WithdrawReason
from shared.database import Database
from shared.ids import new_id
from tests.browserlike import post_form, sign_in_as
from tests.builders import a_report_submitted
from tests.facts import deliver, said
from tests.pages import link_to, words_of
from tests.research.facts_heard import Databases, opened_dossier

DOSSIER = "/team/dossiers/D-26-001"
NOW = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)
LETTER = {
    "called": "Brief van de verzekeraar", "evidence_kind": "document", "reliability": "first_hand",
    "link": "https://verzekeraar.example/brief", "kept_at": "Map D-26-001", "dated_on": "2026-11-03",
    "remark": "Alleen de eerste bladzijde.",
}  # fmt: skip
CONTEXT = {
    "context_what": "De leverancier vraagt elk jaar opnieuw.", "context_since": "Sinds 2024",
    "context_where": "De hele regio", "context_whom": "Wie een stoma heeft",
}  # fmt: skip
ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]


@pytest.fixture
def research(databases: Databases) -> Database:
    return databases("research")


@pytest.fixture
async def client(client_for: ClientFor, research: Database) -> AsyncIterator[httpx.AsyncClient]:
    with clock.frozen(NOW):
        async with client_for("research") as opened:
            await sign_in_as(opened, [research], name="Mo Yilmaz")
            yield opened


async def post(client: httpx.AsyncClient, part: str, fields: dict[str, str]) -> httpx.Response:
    return await post_form(client, f"{DOSSIER}/{part}", fields, page=DOSSIER)


async def shown(client: httpx.AsyncClient) -> str:
    return words_of((await client.get(DOSSIER)).text)


def test_weight_grows_with_each_practice_and_is_at_last_what_all_come_to() -> None:
    one, other = new_id(), new_id()
    estimates = [Estimate(one, 60), Estimate(one, 90), Estimate(one, 30), Estimate(other, 45.6)]
    steps = list(growth(estimates))
    assert steps == [Weight(1, 1, 60), Weight(2, 1, 90), Weight(3, 1, 90), Weight(4, 2, 136)]
    assert steps[-1] == weight(estimates)
    assert weight([]) == Weight(0, 0, 0)


async def test_the_context_is_saved_and_stands_in_the_history(client: httpx.AsyncClient, research: Database) -> None:
    await opened_dossier(research)
    await post(client, "context", {"version": "0", **CONTEXT})
    text = await shown(client)
    assert "Sinds wanneer? Sinds 2024 Waar? De hele regio Bij wie? Wie een stoma heeft" in text
    assert "Paste aan: wat er gebeurt, sinds wanneer, waar, bij wie." in text
    late = await post(client, "context", {"version": "0", "context_what": "Iets anders."})
    assert late.status_code == 409
    assert "Mo Yilmaz paste dit net aan" in late.text and "Iets anders." in late.text
    assert "De leverancier vraagt elk jaar opnieuw." in await shown(client)


async def test_each_report_shows_what_it_added(client: httpx.AsyncClient, research: Database) -> None:
    other, gone = [a_report_submitted(practice_id=new_id(), minutes_per_month=120.0) for _ in range(2)]
    await opened_dossier(research, other, gone)
    assert "3 praktijken" in await shown(client)
    await deliver(research, facts, ReportWithdrawnV1(report_id=gone.report_id, reason=WithdrawReason.MISTAKE))
    text = await shown(client)
    assert "telt niet meer mee" in text
    assert f'href="#melding-{other.reference}"' in (await client.get(DOSSIER)).text


async def test_a_finding_rests_on_a_source_of_the_dossier(client: httpx.AsyncClient, research: Database) -> None:
    await opened_dossier(research)
    source = new_id()
    await post(client, f"bronnen/{source}/nieuw", LETTER)
    text = await shown(client)
    assert "Brief van de verzekeraar https://verzekeraar.example/brief Te vinden: Map D-26-001" in text
    assert "Nog geen bevinding steunt hierop" in text
    finding = {"claim": "Zij vragen dit niet.", "evidence_id": str(source), "source": "bladzijde 1"}
    await post(client, f"bevindingen/{new_id()}/nieuw", finding)
    text = await shown(client)
    assert "1 bevinding steunt hierop" in text
    assert "Bron: Brief van de verzekeraar, bladzijde 1" in text
    await post(client, f"bronnen/{source}/weg", {})
    assert "Bron: Brief van de verzekeraar, bladzijde 1" in await shown(client)
    outcome = {"version": "0", "outcome": "solved", "public_text": "Het hoeft niet.", "outcome_reason": "Bevestigd."}
    await post(client, "uitkomst", outcome)
    await post_form(client, f"{DOSSIER}/afronden", {"version": "1"}, page=f"{DOSSIER}/afronden")
    (concluded,) = [fact for fact in await said(research) if isinstance(fact, DossierConcludedV1)]
    assert concluded.findings == ("Zij vragen dit niet. (bron: Brief van de verzekeraar, bladzijde 1)",)


@pytest.mark.parametrize(
    ("part", "fields", "sentence"),
    [
        ("bronnen", {**LETTER, "called": ""}, "Vul in hoe deze bron heet"),
        ("bronnen", {**LETTER, "link": "geen adres"}, "Dit is geen webadres"),
        ("bronnen", {**LETTER, "reliability": ""}, "Kies hoe betrouwbaar deze bron is"),
        ("bevindingen", {"claim": "Zo is het."}, "Vul in waar dat uit blijkt, of kies een bron"),
        ("bevindingen", {"claim": "Zo is het.", "evidence_id": str(new_id())}, "Kies een bron uit de lijst"),
    ],
)
async def test_a_wrong_entry_gets_its_sentence(
    client: httpx.AsyncClient, research: Database, part: str, fields: dict[str, str], sentence: str
) -> None:
    await opened_dossier(research)
    answer = await post(client, f"{part}/{new_id()}/nieuw", fields)
    assert answer.status_code == 422
    assert sentence in answer.text


async def test_who_changes_a_source_that_somebody_else_changed_sees_both(
    client: httpx.AsyncClient, research: Database
) -> None:
    await opened_dossier(research)
    await post(client, f"bronnen/{new_id()}/nieuw", LETTER)
    page = link_to((await client.get(DOSSIER)).text, f"{DOSSIER}/bronnen/")
    assert 'value="Map D-26-001"' in (await client.get(page)).text
    await post_form(client, page, {**LETTER, "version": "0", "kept_at": "Op de schijf"}, page=page)
    late = await post_form(client, page, {**LETTER, "version": "0", "kept_at": "In de kast"}, page=page)
    assert late.status_code == 409
    assert "Op de schijf" in late.text and "In de kast" in late.text
