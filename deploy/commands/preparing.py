import asyncio

import typer

from deploy.commands.surroundings import find_system


def add_to(app: typer.Typer) -> None:
    for command in (migrate, provision, seed):
        app.command()(command)


def migrate() -> None:
    """Bring every service's tables to the newest version."""
    find_system()
    from deploy.preparation import migrate_database
    from shared.settings import Settings

    typer.echo(f"database: {migrate_database(Settings.read())}")


def provision() -> None:
    """Make the broker's streams and durables what this version needs."""
    find_system()
    from deploy.preparation import provision_broker
    from shared.settings import Settings

    typer.echo(f"broker: {asyncio.run(provision_broker(Settings.read()))}")


def seed() -> None:
    """Load known items and parties, and with DEMO=1 the demo's story. Stop the worker first."""
    find_system()
    from deploy.preparation import load_data
    from shared.settings import Settings

    typer.echo(f"data: {asyncio.run(load_data(Settings.read(), typer.echo))}")
