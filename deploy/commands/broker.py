from typing import Annotated

import typer


def add_to(app: typer.Typer) -> None:
    app.command("nats-config")(nats_config)
    app.command("secrets")(new_secrets)


def nats_config(
    listen: Annotated[str, typer.Option(help="The address and port to listen on.")] = "0.0.0.0:4222",
    monitor: Annotated[str, typer.Option(help="The same for health checks.")] = "127.0.0.1:8222",
    store: Annotated[str, typer.Option(help="The folder of the streams.")] = "/data",
) -> None:
    """Print the broker's configuration; it reads the users' public keys from NATS_KEY_<USER>."""
    from deploy.nats.config import render
    from deploy.nats.users import all_permissions

    permissions = all_permissions()
    keys = {user: f"$NATS_KEY_{user.upper()}" for user in permissions}
    config = render(listen=listen, monitor=monitor, store=store, permissions=permissions, public_keys=keys)
    typer.echo(config, nl=False)


def new_secrets() -> None:
    """Print fresh secrets for `.env`: signing keys, passwords, and a key pair for each user of the broker."""
    from deploy.secrets import fresh_secrets

    for name, value in fresh_secrets().items():
        typer.echo(f"{name}='{value}'")
