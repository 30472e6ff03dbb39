"""The start page shows real figures and outcomes, or says that there are none yet."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from services.intake.handlers import desk
from services.intake.subscribers import facts
from shared.clock import frozen
from shared.contracts.research import DossierConcludedV1, DossierReopenedV1
from shared.contracts.vocabulary import Outcome
from shared.database import Database
from shared.ids import new_id
from tests.facts import deliver
from tests.intake.filled_in import API_REPORT

Databases = Callable[[str], Database]
ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def a_conclusion(**changes: Any) -> DossierConcludedV1:
    given = {
        "dossier_id": new_id(), "reference": "D-26-001", "title": "Verklaring voor een traplift",
        "outcome": Outcome.SOLVED, "public_text": "De gemeente vraagt dit nu zelf.", "concluded_by": "Mo",
        "reports": 7, "practices": 6, "minutes_per_month": 90,
    }  # fmt: skip
    return DossierConcludedV1.model_validate(given | changes)


async def start_page(client_for: ClientFor) -> str:
    async with client_for("intake") as client:
        answer = await client.get("/")
    assert answer.status_code == 200
    return answer.text


async def reports_of(client_for: ClientFor, count: int) -> None:
    async with client_for("intake") as client:
        for number in range(count):
            sent = {**API_REPORT, "praktijk": f"Praktijk {number}", "agbCode": None}
            assert (await client.post("/api/v1/meldingen", json=sent)).status_code == 201


async def count(databases: Databases) -> None:
    with frozen(NOW):
        async with databases("intake").transaction() as session:
            await desk.count_reports(session)


async def test_before_there_is_anything_nothing_is_made_up(client_for: ClientFor) -> None:
    page = await start_page(client_for)
    assert "Nog te weinig meldingen" in page
    assert "Er is nog niets afgerond" in page


async def test_fewer_than_five_reports_show_no_figures(client_for: ClientFor, databases: Databases) -> None:
    await reports_of(client_for, 4)
    await count(databases)
    assert "Nog te weinig meldingen" in await start_page(client_for)


async def test_the_figures_are_those_of_the_reports_at_a_moment(client_for: ClientFor, databases: Databases) -> None:
    await reports_of(client_for, 6)
    await count(databases)
    page = await start_page(client_for)
    assert "<b>6</b> meldingen van 6 praktijken" in page
    assert "<b>0</b> opgelost" in page
    assert "<b>6</b> zijn nu in behandeling" in page
    assert "Stand op 22 november, 10.30 uur" in page


async def test_a_public_text_of_what_was_solved_is_shown_until_it_is_opened_again(
    client_for: ClientFor, databases: Databases
) -> None:
    concluded = a_conclusion()
    await deliver(databases("intake"), facts, concluded)
    page = await start_page(client_for)
    assert "De gemeente vraagt dit nu zelf." in page
    assert "6 praktijken" in page
    again = DossierReopenedV1(dossier_id=concluded.dossier_id, reference="D-26-001", title=concluded.title, why="Nee")
    await deliver(databases("intake"), facts, again)
    page = await start_page(client_for)
    assert "De gemeente vraagt dit nu zelf." not in page


@pytest.mark.parametrize("outcome", [Outcome.NOT_SOLVED, Outcome.KEPT_WITH_REASON, Outcome.HANDED_OVER])
async def test_what_was_not_solved_is_not_called_so(
    client_for: ClientFor, databases: Databases, outcome: Outcome
) -> None:
    await deliver(databases("intake"), facts, a_conclusion(outcome=outcome))
    assert "De gemeente vraagt" not in await start_page(client_for)


async def test_how_many_practices_is_not_said_when_they_are_few(client_for: ClientFor, databases: Databases) -> None:
    await deliver(databases("intake"), facts, a_conclusion(practices=2))
    assert "2 praktijken" not in await start_page(client_for)


@pytest.mark.parametrize("address", ["/hoe-het-werkt", "/privacy", "/toegankelijkheid", "/contact"])
async def test_every_footer_link_leads_to_a_page(client_for: ClientFor, address: str) -> None:
    async with client_for("intake") as client:
        assert f'href="{address}"' in (await client.get("/")).text
        assert (await client.get(address)).status_code == 200


async def test_privacy_says_the_terms_and_cookies_there_are(
    client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INTAKE_PSEUDONYMISE_MONTHS", "7")
    async with client_for("intake") as client:
        page = (await client.get("/privacy")).text
        form = await client.get("/melden/1")
    assert "7 maanden nadat je melding klaar is" in page
    assert all(name in page for name in form.cookies)


async def test_contact_shows_what_was_set(client_for: ClientFor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTAKE_DESK_PHONE", "030 123 45 67")
    monkeypatch.setenv("INTAKE_DESK_EMAIL", "hallo@loket.example")
    async with client_for("intake") as client:
        page = (await client.get("/contact")).text
    assert "030 123 45 67" in page
    assert "mailto:hallo@loket.example" in page


async def test_without_an_address_of_its_own_the_desk_is_reached_where_answers_go(client_for: ClientFor) -> None:
    async with client_for("intake") as client:
        page = (await client.get("/contact")).text
    assert "mailto:loket@regelwijzer.invalid" in page


async def test_search_engines_are_told_what_is_not_for_them(client_for: ClientFor) -> None:
    async with client_for("intake") as client:
        robots = (await client.get("/robots.txt")).text
        start = (await client.get("/")).text
    assert "Disallow: /melding/" in robots
    assert '<meta name="description"' in start
