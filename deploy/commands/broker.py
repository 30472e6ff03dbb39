import json
from typing import Annotated

import typer


def add_to(app: typer.Typer) -> None:
    app.command("nats-config")(nats_config)
    app.command("secrets")(new_secrets)


def nats_config(
    listen: Annotated[str, typer.Option(help="The address and port to listen on.")] = "0.0.0.0:4222",
    store: Annotated[str, typer.Option(help="The folder of the streams.")] = "/data",
) -> None:
    """Print the broker's configuration; it reads the users' public keys from NATS_KEY_<USER>."""
    from deploy.nats.config import render
    from deploy.nats.users import all_permissions

    permissions = all_permissions()
    keys = {user: f"$NATS_KEY_{user.upper()}" for user in permissions}
    typer.echo(render(listen=listen, store=store, permissions=permissions, public_keys=keys), nl=False)


def new_secrets() -> None:
    """Print fresh secrets for `.env`: signing keys and a key pair for each user of the broker."""
    from deploy.embedded import secrets
    from deploy.nats.users import all_permissions

    session_key = secrets.new_session_key()
    seeds = {user: secrets.new_seed() for user in all_permissions()}
    lines = {
        "SECRET_KEY": secrets.new_secret_key(),
        "POSTGRES_PASSWORD": secrets.new_secret_key(),
        "SESSION_PUBLIC_KEY": secrets.public_part(session_key),
        "ACCOUNTS_SESSION_PRIVATE_KEY": session_key,
        "NATS_SEEDS": json.dumps(seeds),
        **{f"NATS_KEY_{user.upper()}": secrets.public_key(seed) for user, seed in seeds.items()},
    }
    for name, value in lines.items():
        typer.echo(f"{name}='{value}'")
