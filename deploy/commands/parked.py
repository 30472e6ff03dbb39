import asyncio
from typing import Annotated
from uuid import UUID

import typer

from deploy.commands.surroundings import find_system

app = typer.Typer(help="Facts that could not be handled and wait for people.", no_args_is_help=True)

Id = Annotated[UUID, typer.Argument(help="The id that `parked list` shows.")]


@app.command("list")
def list_all() -> None:
    """Show what is parked at each service, oldest first."""
    find_system()
    from deploy.parked import all_parked

    rows = asyncio.run(all_parked())
    for service, row in rows:
        moment = f"{row.parked_at:%Y-%m-%d %H:%M}"
        typer.echo(f"{row.id}  {moment}  {service}  {row.consumer}  {row.subject}  {row.reason}")
    if not rows:
        typer.echo("Nothing is parked.")


@app.command("retry")
def retry(parked_id: Id) -> None:
    """Have a parked fact handled once more."""
    find_system()
    from deploy.parked import retry_parked

    _answer(asyncio.run(retry_parked(parked_id)), f"{parked_id} is handled again within seconds.")


@app.command("drop")
def drop(parked_id: Id, because: Annotated[str, typer.Option(prompt=True, help="Why it may be given up.")]) -> None:
    """Give a parked fact up for good."""
    find_system()
    from deploy.parked import drop_parked

    _answer(asyncio.run(drop_parked(parked_id, because)), f"{parked_id} is dropped.")


def _answer(found: bool, text: str) -> None:
    if not found:
        typer.echo("Nothing is parked under that id.", err=True)
        raise typer.Exit(1)
    typer.echo(text)
