"""The sign-in page as a browser meets it."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

import httpx
from fastapi import FastAPI
from starlette.requests import Request

from services.accounts.demo import DEMO_MEMBERS
from shared.contracts.accounts import MemberChangedV1, SessionEndedV1
from shared.database import Database
from shared.messaging.subscribing import FactSubscribers
from shared.staff.projection import follow_staff
from shared.staff.signed_in import current_member
from tests.accounts.conftest import EMAIL, PASSWORD, Add
from tests.browserlike import ORIGIN, post_form, settings_for_tests
from tests.facts import deliver, said

Databases = Callable[[str], Database]
ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]

PAGE = "/team/inloggen"
RIGHT = {"e-mailadres": EMAIL, "wachtwoord": PASSWORD}
WRONG = {"e-mailadres": EMAIL, "wachtwoord": "een verkeerd wachtwoord"}
SENTENCE = "Dit e-mailadres en wachtwoord horen niet bij elkaar."


async def test_signing_in_leads_to_the_page_asked_for(client_for: ClientFor, add_member: Add) -> None:
    await add_member()
    async with client_for("accounts") as client:
        page = f"{PAGE}?volgende=/team/dossiers"
        answer = await post_form(client, PAGE, RIGHT | {"volgende": "/team/dossiers"}, page=page)
        assert 'name="volgende" value="/team/dossiers"' in (await client.get(page, headers={"Cookie": ""})).text
    assert (answer.status_code, answer.headers["location"]) == (303, "/team/dossiers")


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client_for: ClientFor, add_member: Add) -> None:
    await add_member()
    async with client_for("accounts") as client:
        answer = await post_form(client, PAGE, RIGHT)
    (cookie,) = [line for line in answer.headers.get_list("set-cookie") if line.startswith("rw_sessie=")]
    assert "HttpOnly" in cookie and "SameSite=lax" in cookie and "Path=/" in cookie
    # Gone with the browser; the token inside ends after twelve hours whatever the browser does.
    assert "Max-Age" not in cookie and "expires" not in cookie.lower()


async def test_wrong_gives_one_sentence_and_keeps_the_address_but_never_the_password(
    client_for: ClientFor, add_member: Add
) -> None:
    await add_member()
    async with client_for("accounts") as client:
        known = await post_form(client, PAGE, WRONG)
        stranger = await post_form(client, PAGE, WRONG | {"e-mailadres": "niemand@voorbeeld.nl"})
    for answer in (known, stranger):
        assert answer.status_code == 422
        assert "<title>Fout: Inloggen" in answer.text and SENTENCE in answer.text
        assert WRONG["wachtwoord"] not in answer.text
        assert "rw_sessie" not in answer.headers.get("set-cookie", "")
    assert f'value="{EMAIL}"' in known.text


async def test_empty_fields_are_asked_for_by_name(client_for: ClientFor) -> None:
    async with client_for("accounts") as client:
        answer = await post_form(client, PAGE, {})
    assert answer.status_code == 422
    assert "Vul je e-mailadres in" in answer.text and "Vul je wachtwoord in" in answer.text


async def test_after_too_many_tries_the_page_says_when_to_come_back(client_for: ClientFor, add_member: Add) -> None:
    await add_member()
    async with client_for("accounts") as client:
        for number in range(10):
            await post_form(client, PAGE, WRONG | {"e-mailadres": f"nummer{number}@voorbeeld.nl"})
        answer = await post_form(client, PAGE, RIGHT)
    assert answer.status_code == 429
    assert "Te veel pogingen. Probeer het over 15 minuten opnieuw." in answer.text
    assert 840 < int(answer.headers["retry-after"]) <= 900


async def test_nobody_is_sent_to_another_site(client_for: ClientFor, add_member: Add) -> None:
    await add_member()
    for wanted in ("//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "\t//evil", ""):
        async with client_for("accounts") as client:
            page = await client.get(PAGE, params={"volgende": wanted})
            answer = await post_form(client, PAGE, RIGHT | {"volgende": wanted})
            again = await client.get(PAGE, params={"volgende": wanted})
        assert 'name="volgende" value="/team"' in page.text
        assert answer.headers["location"] == again.headers["location"] == "/team"


async def test_who_is_signed_in_goes_on_and_never_round_in_circles(client_for: ClientFor, add_member: Add) -> None:
    await add_member()
    async with client_for("accounts") as client:
        await post_form(client, PAGE, RIGHT)
        first = await client.get(f"{PAGE}?volgende=/team/triage")
        # Triage has not heard of the member yet, and sends them back.
        second = await client.get(f"{PAGE}?volgende=/team/triage")
    assert (first.status_code, first.headers["location"]) == (303, "/team/triage")
    assert second.status_code == 503 and 'href="/team/triage"' in second.text
    assert "Dag Sanne de Vries" in second.text


async def test_signing_out_ends_the_session_here_and_says_so(client_for: ClientFor, add_member: Add) -> None:
    await add_member()
    async with client_for("accounts") as client:
        token_page = await client.get(PAGE)
        await post_form(client, PAGE, RIGHT)
        kept = client.cookies["rw_sessie"]
        answer = await _sign_out(client, token_page.text)
        assert "rw_sessie" not in client.cookies
        page = await client.get(answer.headers["location"])
        assert "Je bent uitgelogd." in page.text
        client.cookies.set("rw_sessie", kept, domain="localhost.local")
        assert 'type="password"' in (await client.get(PAGE)).text


async def test_a_session_that_ended_is_refused_by_the_other_services_too(
    client_for: ClientFor, databases: Databases, add_member: Add
) -> None:
    await add_member()
    elsewhere, facts = databases("intake"), FactSubscribers("intake")
    follow_staff(facts)
    async with client_for("accounts") as client:
        token_page = await client.get(PAGE)
        await post_form(client, PAGE, RIGHT)
        kept = client.cookies["rw_sessie"]
        (added,) = await said(databases("accounts"))
        assert isinstance(added, MemberChangedV1)
        await deliver(elsewhere, facts, added)
        assert await _name_at(elsewhere, kept) == "Sanne de Vries"
        await _sign_out(client, token_page.text)
    ended = (await said(databases("accounts")))[-1]
    assert isinstance(ended, SessionEndedV1)
    await deliver(elsewhere, facts, ended, times=2)
    assert await _name_at(elsewhere, kept) is None


async def test_signing_out_without_a_session_is_no_error(client_for: ClientFor) -> None:
    async with client_for("accounts") as client:
        answer = await post_form(client, "/team/uitloggen", {}, page=PAGE)
    assert (answer.status_code, answer.headers["location"]) == (303, PAGE)


async def test_forms_from_elsewhere_are_refused(client_for: ClientFor, add_member: Add) -> None:
    await add_member()
    async with client_for("accounts") as client:
        for path in (PAGE, "/team/uitloggen"):
            answer = await client.post(path, data=RIGHT, headers={"Origin": "https://evil.example"})
            assert answer.status_code == 403 and "rw_sessie" not in answer.headers.get("set-cookie", "")


async def test_only_the_demo_shows_who_can_sign_in(client_for: ClientFor) -> None:
    async with client_for("accounts") as client:
        assert "demo" not in (await client.get(PAGE)).text.lower()
    async with client_for("accounts", demo=True) as client:
        page = (await client.get(PAGE)).text
    assert "regelwijzer-demo" in page
    assert all(member.email in page and member.name in page for member in DEMO_MEMBERS)


async def _sign_out(client: httpx.AsyncClient, page: str) -> httpx.Response:
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    return await client.post("/team/uitloggen", data={"csrf_token": token}, headers={"Origin": ORIGIN})


async def _name_at(database: Database, cookie: str) -> str | None:
    app = FastAPI()
    app.state.settings = settings_for_tests()
    headers = [(b"cookie", f"rw_sessie={cookie}".encode())]
    request = Request({"type": "http", "app": app, "headers": headers, "method": "GET", "path": "/"})
    async with database.transaction() as session:
        member = await current_member(request, session)
    return member.name if member else None
