import asyncio
import sys
from typing import Annotated

import typer

from deploy.commands.surroundings import find_system

app = typer.Typer(help="The people of the team.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """The people of the team."""


@app.command("add")
def add(
    name: Annotated[str, typer.Option(prompt=True, help="First and last name.")],
    email: Annotated[str, typer.Option(prompt=True, help="The address to sign in with.")],
    role: Annotated[str, typer.Option(prompt=True, help="reader, researcher, lead, editor or administrator.")],
    password_stdin: Annotated[bool, typer.Option(help="Read the password from standard input.")] = False,
) -> None:
    """Add a member of the team; asks for what is not given."""
    find_system()
    from deploy.members import add_member

    if password_stdin:
        password = sys.stdin.readline().rstrip("\n")
    else:
        password = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    asyncio.run(add_member(name=name, email=email, role=role, password=password))
    typer.echo(f"{email} is now a member of the team.")


@app.command("new-app")
def new_app(email: Annotated[str, typer.Option(prompt=True, help="The address they sign in with.")]) -> None:
    """Let somebody who lost the app for codes, and the recovery codes, set up another one."""
    find_system()
    from deploy.members import let_set_up_anew

    asyncio.run(let_set_up_anew(email))
    typer.echo(f"{email} sets up a new app after the password, and is signed out everywhere.")
