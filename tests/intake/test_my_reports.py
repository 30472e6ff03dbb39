"""Who owns an address sees all reports that came from it; nobody else learns whether it is known."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import timedelta

import httpx
from sqlalchemy import select, update
from sqlmodel import col

from services.intake.handlers import erasing, visiting
from services.intake.subscribers import facts
from services.intake.tables import Report, Visit
from shared import clock
from shared.contracts.intake import LetterAskedV1
from shared.contracts.vocabulary import EraseReason
from shared.database import Database
from shared.letters import LetterKind, secret_of
from tests.browserlike import post_form
from tests.facts import deliver, said
from tests.intake.ended import a_notice
from tests.intake.filled_in import API_REPORT

Databases = Callable[[str], Database]
ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
KEY = "a key for tests, of thirty-two bytes"
HERE = "/mijn-meldingen"


async def sent(client: httpx.AsyncClient, title: str, email: str = API_REPORT["email"]) -> None:
    answer = await client.post("/api/v1/meldingen", json=API_REPORT | {"titel": title, "email": email})
    assert answer.status_code == 201


async def mailed_link(client: httpx.AsyncClient, intake: Database, email: str = API_REPORT["email"]) -> str:
    """Ask for a link; its address."""
    asked = await post_form(client, HERE, {"email": email})
    assert (asked.status_code, asked.headers["location"]) == (303, f"{HERE}/gevraagd")
    letter = [fact for fact in await said(intake) if isinstance(fact, LetterAskedV1)][-1]
    return f"{HERE}/link/{secret_of(LetterKind.SIGN_IN, letter.seed, KEY)}"


async def visit(client: httpx.AsyncClient, intake: Database, email: str = API_REPORT["email"]) -> str:
    """Go in; what the page says."""
    begun = await post_form(client, await mailed_link(client, intake, email), {})
    assert (begun.status_code, begun.headers["location"]) == (303, HERE)
    return (await client.get(HERE)).text


async def test_all_reports_of_an_address_are_there_and_no_others(client_for: ClientFor, databases: Databases) -> None:
    async with client_for("intake") as client:
        await sent(client, "Machtiging stoma")
        await sent(client, "Brief bureaustoel", API_REPORT["email"].upper().replace("EXAMPLE", "example"))
        await sent(client, "Van een ander", "ander@denkbeeldig.example")
        text = await visit(client, databases("intake"))
    assert "2 meldingen van noor@denkbeeldigemolen.example" in text
    assert text.index("Brief bureaustoel") < text.index("Machtiging stoma")
    assert "Van een ander" not in text
    assert "Je hoort wat we gaan doen" in text
    assert "Binnen" in text


async def test_each_report_leads_to_its_own_page(client_for: ClientFor, databases: Databases) -> None:
    async with client_for("intake") as client:
        await sent(client, "Machtiging stoma")
        text = await visit(client, databases("intake"))
        link = text.partition('href="/melding/')[2].partition('"')[0]
        assert "Machtiging stoma" in (await client.get(f"/melding/{link}")).text


async def test_an_unknown_address_hears_and_gets_the_same_and_finds_an_empty_list(
    client_for: ClientFor, databases: Databases
) -> None:
    async with client_for("intake") as client:
        text = await visit(client, databases("intake"), "niemand@denkbeeldig.example")
    assert "Bij dit adres staan geen meldingen." in text
    assert 'href="/melden"' in text


async def test_a_link_works_once_and_looking_does_not_use_it(client_for: ClientFor, databases: Databases) -> None:
    intake = databases("intake")
    async with client_for("intake") as client, client_for("intake") as other:
        link = await mailed_link(client, intake)
        assert "Bekijk mijn meldingen" in (await client.get(link)).text
        assert "Bekijk mijn meldingen" in (await client.get(link)).text
        await post_form(client, link, {})
        again = await post_form(client, link, {}, page="/melden")
        assert (again.status_code, again.headers["location"]) == (303, HERE)
        strange = await post_form(other, link, {}, page="/melden")
        assert (strange.status_code, "al een keer gebruikt" in strange.text) == (410, True)
        assert (await other.get(f"{HERE}/link/bestaat-niet")).status_code == 404
    with clock.frozen(clock.now() + timedelta(hours=1)):
        async with client_for("intake") as client:
            link = await mailed_link(client, intake)
            with clock.frozen(clock.now() + timedelta(minutes=31)):
                late = await client.get(link)
    assert (late.status_code, "Dat is voorbij" in late.text) == (410, True)


async def test_signing_out_ends_it_on_the_server_too(client_for: ClientFor, databases: Databases) -> None:
    intake = databases("intake")
    async with client_for("intake") as client:
        await sent(client, "Machtiging stoma")
        await visit(client, intake)
        kept = dict(client.cookies)
        left = await post_form(client, f"{HERE}/uitloggen", {}, page=HERE)
        assert "Je bent uitgelogd." in (await client.get(left.headers["location"])).text
        for name, value in kept.items():
            client.cookies.set(name, value, domain="localhost.local")
        assert "Machtiging stoma" not in (await client.get(HERE)).text
    async with intake.transaction() as session:
        assert (await session.scalars(select(Visit))).all() == []


async def test_it_ends_by_itself_after_two_hours(client_for: ClientFor, databases: Databases) -> None:
    intake = databases("intake")
    async with client_for("intake") as client:
        await sent(client, "Machtiging stoma")
        await visit(client, intake)
        with clock.frozen(clock.now() + timedelta(hours=2, seconds=1)):
            page = await client.get(HERE)
            async with intake.transaction() as session:
                await visiting.forget_old(session)
                assert (await session.scalars(select(Visit))).all() == []
    assert "Je was even weg" in page.text
    assert "Machtiging stoma" not in page.text


async def test_the_cookie_is_closed_to_scripts_and_goes_with_the_browser(
    client_for: ClientFor, databases: Databases
) -> None:
    async with client_for("intake") as client:
        begun = await post_form(client, await mailed_link(client, databases("intake")), {})
    cookie = next(one for one in begun.headers.get_list("set-cookie") if "mijn_meldingen" in one).lower()
    assert "httponly" in cookie
    assert "max-age" not in cookie


async def test_more_reports_than_fit_on_a_page_are_turned_over(client_for: ClientFor, databases: Databases) -> None:
    async with client_for("intake") as client:
        for number in range(1, 28):
            await sent(client, f"Regel {number:02d}")
        first = await visit(client, databases("intake"))
        second = (await client.get(f"{HERE}?pagina=2")).text
        beyond = (await client.get(f"{HERE}?pagina=3")).text
    assert "1 tot en met 25 van 27" in first
    assert ("Regel 27" in first, "Regel 02" in first) == (True, False)
    assert "Regel 02" in second
    assert "Deze pagina is leeg." in beyond


async def test_erased_and_forgotten_reports_are_gone_from_it(client_for: ClientFor, databases: Databases) -> None:
    intake = databases("intake")
    async with client_for("intake") as client:
        for title in ("Eerste", "Tweede", "Derde"):
            await sent(client, title)
        await visit(client, intake)
        async with intake.transaction() as session:
            first, second, third = (await session.scalars(select(col(Report.id)).order_by(col(Report.reference)))).all()
            await erasing.erase(session, first, EraseReason.REQUESTED, "Melder")
        text = (await client.get(HERE)).text
        assert ("Eerste" in text, "Tweede" in text) == (False, True)
        await deliver(intake, facts, a_notice(second, happened_at=clock.now()))
        with clock.frozen(clock.now() + timedelta(days=400)):
            async with intake.transaction() as session:
                await erasing.pseudonymise(session)
                await session.execute(update(Visit).values(ends_at=clock.now() + timedelta(hours=1)))
            text = (await client.get(HERE)).text
        assert ("Tweede" in text, "Derde" in text) == (False, True)
        async with intake.transaction() as session:
            await session.execute(update(Visit).values(ends_at=clock.now() + timedelta(hours=1)))
            await erasing.erase(session, third, EraseReason.REQUESTED, "Melder")
            assert (await session.scalars(select(Visit))).all() == []
