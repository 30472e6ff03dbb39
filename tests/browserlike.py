"""An HTTP client that behaves as a browser does: it reads a page before it posts the form on it."""

import json
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import cache

import httpx
from fastapi import FastAPI
from joserfc.jwk import OKPKey
from sqlalchemy import insert

from deploy.services import router_of, uploads_of
from shared import clock
from shared.contracts.vocabulary import Role
from shared.database import Database
from shared.ids import new_id
from shared.privacy.ready import NAMES
from shared.settings import Settings
from shared.staff.member import Member
from shared.staff.tables import members
from shared.staff.tokens import COOKIE, Token, sign
from shared.web.app import WebService, create_app, use_databases
from shared.web.cookies import cookie_name

ORIGIN = "http://localhost"
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@cache
def session_key() -> OKPKey:
    """The key pair that signs the sessions of the team in this test run."""
    return OKPKey.generate_key("Ed25519")


def private_key() -> str:
    """The signing key as accounts is given it."""
    return json.dumps(session_key().as_dict(private=True))


def settings_for_tests(*, demo: bool = False, **changes: object) -> Settings:
    """Settings of a system on loopback."""
    values: dict[str, object] = {
        "database_url": "postgresql+asyncpg:///unused",
        "nats_url": "nats://127.0.0.1:1",
        "smtp_url": "smtp://127.0.0.1:1",
        "public_url": ORIGIN,
        "secret_key": "a key for tests, of thirty-two bytes",
        "session_public_key": json.dumps(session_key().as_dict(private=False)),
        "demo": demo,
    }
    return Settings.model_validate(values | changes)


@asynccontextmanager
async def app_client(databases: Mapping[str, Database], *, demo: bool) -> AsyncIterator[httpx.AsyncClient]:
    """A client on the application that serves these services."""
    app = _app_of(tuple(databases), demo=demo)
    use_databases(app, databases)
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as client:
        yield client


@cache
def _app_of(names: tuple[str, ...], *, demo: bool) -> FastAPI:
    # Its routes and templates take longer to make than most tests take, and stay as they are.
    routers = {name: router_of(name) for name in names}
    services = [WebService(name, [router] if router else [], uploads_of(name)) for name, router in routers.items()]
    NAMES("Jan")  # as a web process does when it starts
    return create_app(settings_for_tests(demo=demo), services, {})


async def post_form(
    client: httpx.AsyncClient, url: str, data: Mapping[str, str | Sequence[str]], *, page: str | None = None
) -> httpx.Response:
    """Read the page the form stands on, then post the form with that page's token."""
    found = TOKEN.search((await client.get(page or url)).text)
    assert found, f"no form on {page or url}"
    return await client.post(url, data={**data, "csrf_token": found.group(1)}, headers={"Origin": ORIGIN})


async def sign_in_as(
    client: httpx.AsyncClient,
    databases: Sequence[Database],
    role: Role = Role.LEAD,
    name: str = "Sanne de Vries",
) -> Member:
    """Make somebody a member in the projections of these services and give the client their session."""
    member = Member(new_id(), new_id(), name, role)
    for database in databases:
        async with database.transaction() as session:
            row = {"id": member.id, "revision": 1, "name": name, "role": role.value, "active": True}
            await session.execute(insert(members).values(row))
    token = Token(member.id, member.session_id, clock.now() + timedelta(hours=1))
    client.cookies.set(cookie_name(settings_for_tests(), COOKIE), sign(token, private_key()), domain="localhost.local")
    return member
