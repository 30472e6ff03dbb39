"""How soon the other pages answer among many reports, dossiers and handovers.

python -m tests.load.pages 25000

Loads the demo into a database of its own, asks, multiplies it (`multiply`), and asks again; through the application, as
a browser would, without the network in between.
"""

import asyncio
import gc
import os
import sys
from collections.abc import Mapping
from typing import Any

import psycopg
from sqlalchemy.engine import URL, make_url

from deploy.seed.load import load
from deploy.services import existing
from services.intake.domain import link_token
from shared.database import Database
from shared.database.migration import migrate
from shared.logging import configure_logging
from tests import servers
from tests.browserlike import app_client, private_key, settings_for_tests, sign_in_as
from tests.databases import execute
from tests.load.multiply import multiply
from tests.load.timing import ROUNDS, Times, rows_of, tell, times_of

REPORTS = 25_000
# What has most to show.
FULLEST = {
    "case": """
        select report_id from triage.cases join triage.history on about_id = report_id
        group by report_id order by count(*) desc, report_id limit 1""",
    "dossier": """
        select reference from research.dossiers join research.linked_reports on dossier_id = dossiers.id
        group by reference order by count(*) desc, reference limit 1""",
    "handover": "select reference from escalation.handovers order by reference limit 1",
    "item": "select code from knowledge.items where public order by code limit 1",
    "seed": "select encode(link_seed, 'hex') from intake.reports order by id limit 1",
}
ASKED = {
    "start of the team": "/team/triage",
    "figures of the menu": "/team/triage/aantal",
    "case": "/team/triage/{case}",
    "my work": "/team/mijn-werk",
    "my tasks": "/team/mijn-werk/taken",
    "dossiers": "/team/dossiers",
    "dossiers, closed": "/team/dossiers?stand=afgesloten",
    "dossier": "/team/dossiers/{dossier}",
    "round tables": "/team/overleggen",
    "handovers": "/team/doorzetten",
    "handover": "/team/doorzetten/{handover}",
    "search, reports": "/team/zoek/meldingen?q=machtiging",
    "search, dossiers": "/team/zoek/dossiers?q=machtiging",
    "search, dossiers, rare": "/team/zoek/dossiers?q=bestaatnergens",
    "search, handovers": "/team/zoek/doorzetten?q=machtiging",
    "knowledge": "/kennis",
    "knowledge, search": "/kennis?q=machtiging",
    "known item": "/kennis/{item}",
    "status page": "/melding/{token}",
}


def _places(address: str, secret_key: str) -> dict[str, str]:
    with psycopg.connect(address) as connection:
        found = {name: connection.execute(asked.encode()).fetchone() for name, asked in FULLEST.items()}
    places = {name: str(row[0]) for name, row in found.items() if row}
    token = link_token(bytes.fromhex(places.pop("seed")), secret_key)
    return {name: asked.format(token=token, **places) for name, asked in ASKED.items()}


async def _measure(client: Any, places: Mapping[str, str], among_few: Mapping[str, Times]) -> dict[str, Times]:
    taken: dict[str, Times] = {}
    for what, address in places.items():
        taken[what] = await times_of(client, address)
        tell(what, taken[what], among_few, await rows_of(client, address))
    return taken


async def _ask(url: URL, reports: int) -> None:
    settings = settings_for_tests(demo=True, database_url=url.render_as_string(hide_password=False))
    await load(settings)
    databases = {name: Database(settings.database_url.get_secret_value(), name) for name in existing()}
    address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    key = settings.secret_key.get_secret_value()
    async with app_client(databases, demo=True) as client:
        await sign_in_as(client, [databases[name] for name in databases if name not in ("accounts", "intake")])
        gc.freeze()
        print(f"\nthe demo, {ROUNDS} times each, in ms")
        few = await _measure(client, _places(address, key), {})
        multiply(url.render_as_string(hide_password=False), key, reports)
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("checkpoint")
            connection.execute("vacuum analyze")
            counted = connection.execute("select count(*) from research.dossiers").fetchone()
        print(f"\n{reports:,} reports and {counted[0] if counted else 0:,} dossiers")
        await _measure(client, _places(address, key), few)
    for database in databases.values():
        await database.close()


def main() -> None:
    """Fill a database of its own and ask."""
    configure_logging("WARNING", process="load")
    os.environ |= {"ACCOUNTS_SESSION_PRIVATE_KEY": private_key(), "ACCOUNTS_ARGON2_MEMORY_KIB": "16"}
    with servers.postgres() as address:
        execute(make_url(address), "create database measured")
        url = make_url(address).set(database="measured")
        migrate(url.render_as_string(hide_password=False), existing())
        asyncio.run(_ask(url, int(sys.argv[1]) if len(sys.argv) > 1 else REPORTS))


if __name__ == "__main__":
    main()
