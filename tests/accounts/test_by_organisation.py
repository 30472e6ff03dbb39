"""Signing in with the account of one's own organisation, at a real provider on this machine."""

import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager

import httpx
import pytest
from sqlalchemy import select
from sqlmodel import col

from services.accounts import handlers
from services.accounts import organisation as provider
from services.accounts.settings import AccountsSettings
from services.accounts.tables import AuditEntry, Member
from shared.contracts.vocabulary import Role
from shared.database import Database
from shared.ids import new_id
from shared.settings import SettingsError
from shared.staff.member import Member as Colleague
from shared.web.navigation import PROFILE
from tests.accounts.conftest import CODE_PAGE, EMAIL, SIGN_IN, Add
from tests.accounts.organisation import CLIENT_ID, CLIENT_SECRET, Organisation, Person, organisation
from tests.pages import words_of

ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
LEAVE = f"{SIGN_IN}/organisatie"
NEW = "noor@voorbeeld.nl"
SURE = {"email": EMAIL, "email_verified": True}


@pytest.fixture(scope="module")
def running() -> Iterator[Organisation]:
    with organisation() as made:
        yield made


@pytest.fixture
def there(running: Organisation, monkeypatch: pytest.MonkeyPatch) -> Organisation:
    """The organisation, with Sanne signed in."""
    running.person, running.tells = Person(claims=dict(SURE)), {}
    monkeypatch.setenv("ACCOUNTS_OIDC_ISSUER", running.issuer)
    monkeypatch.setenv("ACCOUNTS_OIDC_CLIENT_ID", CLIENT_ID)
    monkeypatch.setenv("ACCOUNTS_OIDC_CLIENT_SECRET", CLIENT_SECRET)
    monkeypatch.setenv("ACCOUNTS_OIDC_NAME", "UNICUM")
    provider.forget()
    return running


@pytest.fixture
async def here(client_for: ClientFor, there: Organisation) -> AsyncIterator[httpx.AsyncClient]:
    async with client_for("accounts") as client:
        yield client


async def _there(address: str, changes: dict[str, str] | None = None) -> str:
    """Go to the organisation and sign in there; returns where it sends the browser back to."""
    url = httpx.URL(address)
    async with httpx.AsyncClient(trust_env=False) as outside:
        answer = await outside.get(url.copy_merge_params(changes or {}))
    return str(answer.headers["location"])


async def _leave(here: httpx.AsyncClient, back_to: str = "/team/dossiers") -> str:
    answer = await here.get(LEAVE, params={"volgende": back_to})
    return str(answer.headers["location"])


async def _sign_in(here: httpx.AsyncClient) -> httpx.Response:
    return await here.get(await _there(await _leave(here)))


async def test_a_member_signs_in_without_a_password(here: httpx.AsyncClient, add_member: Add) -> None:
    await add_member()
    page = (await here.get(f"{SIGN_IN}?volgende=/team/dossiers")).text
    assert "Log in met UNICUM" in page and f"{LEAVE}?volgende=/team/dossiers" in page
    address = httpx.URL(await _leave(here))
    asked = dict(address.params)
    assert (asked["code_challenge_method"], asked["response_type"]) == ("S256", "code")
    assert len({asked["state"], asked["nonce"], asked["code_challenge"]}) == 3
    answer = await here.get(await _there(str(address)))
    assert (answer.status_code, answer.headers["location"]) == (303, "/team/dossiers")
    assert (await here.get(PROFILE)).status_code == 200


async def test_who_is_invited_is_in_and_the_mailed_link_is_over(
    here: httpx.AsyncClient, there: Organisation, accounts: Database
) -> None:
    by = Colleague(new_id(), new_id(), "Sanne", Role.LEAD)
    async with accounts.transaction() as session:
        await handlers.invite(session, name="Noor", email=NEW, role=Role.READER, key="k" * 32, by=by)
    there.person = Person("noor", {"email": NEW.upper(), "email_verified": True})
    assert (await _sign_in(here)).headers["location"] == "/team/dossiers"
    async with accounts.transaction() as session:
        member = (await session.scalars(select(Member))).one()
    assert member.active and member.joined_at and member.organisation_subject == f"{there.issuer} noor"


async def test_a_second_step_there_is_enough_and_without_it_we_ask_a_code(
    here: httpx.AsyncClient, there: Organisation, add_member: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    await add_member(role=Role.LEAD)
    assert (await _sign_in(here)).headers["location"].startswith(CODE_PAGE)
    there.person = Person(claims=SURE | {"amr": ["pwd", "mfa"]})
    assert (await _sign_in(here)).headers["location"] == "/team/dossiers"
    there.person = Person(claims=dict(SURE))
    monkeypatch.setenv("ACCOUNTS_OIDC_ASKS_CODE", "1")
    assert (await _sign_in(here)).headers["location"] == "/team/dossiers"


async def test_once_known_somebody_is_known_by_who_they_are_and_not_by_an_address(
    here: httpx.AsyncClient, there: Organisation, add_member: Add
) -> None:
    await add_member()
    assert (await _sign_in(here)).status_code == 303
    there.person = Person(claims={"email": "nieuw@voorbeeld.nl", "email_verified": True})
    assert (await _sign_in(here)).status_code == 303
    there.person = Person("somebody else with the same address", dict(SURE))
    assert (await _sign_in(here)).status_code == 403


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "wie@voorbeeld.nl", "email_verified": True},
        {"email": EMAIL, "email_verified": False},
        {"email": EMAIL, "email_verified": "true"},
        {"email": EMAIL},
        {},
    ],
)
async def test_who_is_not_on_the_team_for_sure_does_not_come_in(
    here: httpx.AsyncClient, there: Organisation, accounts: Database, add_member: Add, claims: dict[str, object]
) -> None:
    await add_member()
    there.person = Person(claims=claims)
    answer = await _sign_in(here)
    assert answer.status_code == 403 and "We kennen dit account niet" in answer.text
    assert "rw_sessie" not in here.cookies
    async with accounts.transaction() as session:
        assert "sign_in_refused" in list(await session.scalars(select(col(AuditEntry.action))))


async def test_who_left_or_pauses_does_not_come_in(
    here: httpx.AsyncClient, accounts: Database, add_member: Add
) -> None:
    member_id = await add_member()
    async with accounts.transaction() as session:
        await handlers.pause(session, member_id)
    assert (await _sign_in(here)).status_code == 403


async def test_who_turns_back_there_is_told_that_nothing_happened(
    here: httpx.AsyncClient, there: Organisation, add_member: Add
) -> None:
    await add_member()
    there.person = None
    answer = await _sign_in(here)
    assert answer.status_code == 200 and "Je ging terug bij UNICUM." in words_of(answer.text)
    assert "rw_sessie" not in here.cookies


async def _refused(answer: httpx.Response) -> None:
    assert answer.status_code == 400 and "Inloggen lukte niet" in answer.text
    assert "rw_sessie" not in answer.headers.get("set-cookie", "")


async def test_an_answer_to_something_else_is_refused(
    here: httpx.AsyncClient, client_for: ClientFor, add_member: Add
) -> None:
    await add_member()
    address = await _leave(here)
    async with client_for("accounts") as other:
        await _refused(await other.get(await _there(address)))
    await _refused(await here.get(await _there(address, {"nonce": "of somebody else"})))
    for changes in ({"state": "of somebody else"}, {"code_challenge": "x" * 43}):
        await _refused(await here.get(await _there(await _leave(here), changes)))
    back = httpx.URL(await _there(await _leave(here)))
    await _refused(await here.get(back.copy_merge_params({"iss": "https://evil.example"})))


async def test_an_answer_works_once(here: httpx.AsyncClient, add_member: Add) -> None:
    await add_member()
    back = await _there(await _leave(here))
    cookies = dict(here.cookies)
    assert (await here.get(back)).status_code == 303
    await _refused(await here.get(back))
    here.cookies.update(cookies)
    await _refused(await here.get(back))


@pytest.mark.parametrize(
    "tells",
    [{"iss": "https://evil.example"}, {"aud": ["another"]}, {"exp": int(time.time()) - 3600}],
    ids=["issuer", "audience", "expired"],
)
async def test_a_token_that_is_not_for_us_is_refused(
    here: httpx.AsyncClient, there: Organisation, add_member: Add, tells: dict[str, object]
) -> None:
    await add_member()
    there.tells = tells
    await _refused(await _sign_in(here))


async def test_a_new_key_of_the_organisation_is_fetched(
    here: httpx.AsyncClient, there: Organisation, add_member: Add
) -> None:
    await add_member()
    assert (await _sign_in(here)).status_code == 303
    there.change_key()
    assert (await _sign_in(here)).status_code == 303


async def test_while_the_organisation_is_away_the_password_is_offered(
    here: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACCOUNTS_OIDC_ISSUER", "http://127.0.0.1:1")
    answer = await here.get(LEAVE)
    assert answer.status_code == 503 and "log in met je wachtwoord" in answer.text


async def test_without_an_organisation_there_is_no_button_and_no_page(client_for: ClientFor) -> None:
    async with client_for("accounts") as client:
        assert LEAVE not in (await client.get(SIGN_IN)).text
        for address in (LEAVE, f"{LEAVE}/terug"):
            assert (await client.get(address)).status_code == 404


async def test_nobody_is_sent_to_another_site_afterwards(here: httpx.AsyncClient, add_member: Add) -> None:
    await add_member()
    back = await _there(await _leave(here, "//evil.example"))
    assert (await here.get(back)).headers["location"] == "/team"


@pytest.mark.parametrize(
    ("issuer", "client_id"), [("http://idp.example", CLIENT_ID), ("https://idp.example", "")], ids=["plain", "half"]
)
def test_half_or_unsafe_settings_end_the_start(
    there: Organisation, monkeypatch: pytest.MonkeyPatch, issuer: str, client_id: str
) -> None:
    monkeypatch.setenv("ACCOUNTS_OIDC_ISSUER", issuer)
    monkeypatch.setenv("ACCOUNTS_OIDC_CLIENT_ID", client_id)
    with pytest.raises(SettingsError):
        AccountsSettings.read()
