"""Runs once at each start, in a process of its own so that the supervisor stays small: secrets, the broker's
configuration, migrations, streams and durables, demo data."""

import asyncio
import json
import os
import socket
import time
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

import psycopg

from deploy.backup import keys
from deploy.embedded import secrets, variables
from deploy.embedded.folder import DataFolder
from deploy.embedded.logfile import PROGRESS
from deploy.embedded.nats import config_file
from deploy.nats.config import render
from deploy.nats.users import all_permissions
from deploy.preparation import load_data, migrate_database, provision_broker
from shared.database import is_infrastructure
from shared.messaging.connection import is_away
from shared.settings import Settings

# On one machine everybody has the same address, and nobody comes in from outside: no limits unless asked for.
LIMITS = (
    "INTAKE_POSTS_PER_NETWORK",
    "INTAKE_POSTS_IN_TOTAL",
    "INTAKE_REPORTS_PER_NETWORK",
    "INTAKE_REPORTS_IN_TOTAL",
    "INTAKE_LEAST_SECONDS",
    "NOTIFIER_CONFIRMATIONS_PER_HOUR",
    "NOTIFIER_CONFIRMATIONS_PER_DAY",
)
WAIT_SECONDS = 60.0
AGAIN_SECONDS = 0.5


def prepare(folder: DataFolder) -> None:
    """Prepare everything that web and worker need; the addresses are in the environment."""
    made = make_variables(folder)
    os.environ.update(made)
    # The supervisor starts the broker as soon as this file is there.
    variables.write(folder.variables, made)
    asyncio.run(fill(folder))


def make_variables(folder: DataFolder) -> dict[str, str]:
    """The variables of the whole system; writes the broker's configuration with the keys that fit them."""
    permissions = all_permissions()
    seeds = secrets.seeds(folder.secrets, permissions)
    config = render(
        listen=urlsplit(os.environ["NATS_URL"]).netloc,
        store=str(folder.streams),
        permissions=permissions,
        public_keys={user: secrets.public_key(seed) for user, seed in seeds.items()},
    )
    config_file(folder).write_text(config)
    session_key = secrets.kept(folder.secrets / "session.jwk", secrets.new_session_key)
    given = ("DATABASE_URL", "NATS_URL", "SMTP_URL", "PUBLIC_URL", "DEMO")
    secrets.kept(folder.backup_key, keys.new_key)
    return {name: os.environ[name] for name in given} | {
        "BACKUP_RECIPIENT": keys.public_key(folder.backup_key),
        "BACKUP_IDENTITY": str(folder.backup_key),
        "BACKUP_FOLDER": str(folder.backups),
        **{name: os.environ.get(name, "0") for name in LIMITS},
        "INTAKE_ERASURE_LIST": str(folder.erasures),
        "RESEARCH_ERASURE_LIST": str(folder.erasures),
        "SECRET_KEY": secrets.kept(folder.secrets / "secret.key", secrets.new_secret_key),
        "SESSION_PUBLIC_KEY": secrets.public_part(session_key),
        "ACCOUNTS_SESSION_PRIVATE_KEY": session_key,
        "NATS_SEEDS": json.dumps(seeds),
    }


async def fill(folder: DataFolder) -> None:
    """Bring database and broker to what this version needs, and load the demo data into a fresh copy."""
    settings = Settings.read()
    await asyncio.to_thread(wait_for_database, settings.database_url.get_secret_value())
    say("database", await patiently(lambda: asyncio.to_thread(migrate_database, settings)))
    await asyncio.to_thread(wait_for_broker, settings.nats_url)
    say("streams", await patiently(lambda: provision_broker(settings)))
    # The web process starts now; the worker waits for the data, whose facts carry their own moments.
    folder.prepared.touch()
    say("data", await patiently(lambda: load_data(settings, lambda text: say("data", text))))


async def patiently(step: Callable[[], Awaitable[str]]) -> str:
    """Do a step, and do it again when database or broker went away meanwhile; each step may be done twice."""
    give_up = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            return await step()
        except Exception as error:
            passing = isinstance(error, psycopg.OperationalError) or is_infrastructure(error) or is_away(error)
            if not passing or time.monotonic() > give_up:
                raise
            await asyncio.sleep(AGAIN_SECONDS)


def say(what: str, result: str) -> None:
    print(f"{PROGRESS}{what}: {result}", flush=True)


def wait_for_database(url: str) -> None:
    dsn = url.replace("+asyncpg", "")
    give_up = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            psycopg.connect(dsn).close()
            return
        except psycopg.OperationalError:
            if time.monotonic() > give_up:
                raise
            time.sleep(0.05)


def wait_for_broker(url: str) -> None:
    address = urlsplit(url)
    give_up = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            socket.create_connection((address.hostname, address.port or 4222)).close()
            return
        except OSError:
            if time.monotonic() > give_up:
                raise
            time.sleep(0.02)
