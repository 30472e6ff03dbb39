from pathlib import Path
from typing import Annotated

import typer

Folder = Annotated[Path | None, typer.Option("--to", help="The folder; else BACKUP_FOLDER.")]
Keep = Annotated[int | None, typer.Option(min=1, help="Remove all but so many of the newest …")]
KeepDays = Annotated[int, typer.Option(min=0, help="… and the last one of each of so many days.")]
Every = Annotated[float | None, typer.Option(min=1, help="Go on: begin one every so many seconds.")]
Verify = Annotated[bool, typer.Option("--verify", help="Open it with the private key and read it to its end.")]
MaxAge = Annotated[float, typer.Option(min=1, help="Fail when the newest one is older; in seconds.")]
Identity = Annotated[
    Path | None, typer.Option(help="The file with the private key, - for standard input; else BACKUP_IDENTITY.")
]


def add_to(app: typer.Typer) -> None:
    app.command("backup")(backup)
    app.command("backup-status")(backup_status)
    app.command("backup-key")(backup_key)
    app.command("restore")(restore)


def backup(
    to: Folder = None, keep: Keep = None, keep_days: KeepDays = 0, every: Every = None, verify: Verify = False
) -> None:
    """Write an encrypted backup of everything, while the system works."""
    from deploy.backup import checking, here, keeping, keys, rounds
    from shared import clock

    maker = here.maker(to)
    identities = keys.identities(here.key_file(None)) if verify else []

    def once() -> None:
        made = maker.make()
        if identities:
            checking.check(made.file, identities)
        typer.echo(here.in_words(made))
        if keep:
            keeping.tidy(maker.folder, keep=keep, keep_days=keep_days, now=clock.now())

    if every is None:
        once()
    else:
        rounds.every(every, once, lambda text: typer.echo(f"regelwijzer: {text}", err=True))


def backup_status(to: Folder = None, max_age: MaxAge = 300) -> None:
    """Show the newest backup and how old its data is."""
    from deploy.backup import here

    newest, age = here.age_of_newest(to)
    typer.echo(f"{newest}: {age.total_seconds():.0f} s old")
    if age.total_seconds() > max_age:
        raise typer.Exit(1)


def backup_key() -> None:
    """Print a fresh key pair for backups. Keep it where the backups are not."""
    from deploy.backup.keys import new_key

    typer.echo(new_key(), nl=False)


def restore(
    file: Annotated[Path, typer.Argument(help="The backup.")],
    check: Annotated[bool, typer.Option("--check", help="Only read it to its end; change nothing.")] = False,
    replace: Annotated[bool, typer.Option("--replace", help="Lose what is here now.")] = False,
    new_secrets: Annotated[bool, typer.Option("--new-secrets", help="SECRET_KEY may be another one.")] = False,
    identity: Identity = None,
) -> None:
    """Put a backup back, into an empty place. Stop the system first; afterwards start it as always."""
    from deploy.backup import here, keys

    identities = keys.identities(here.key_file(identity))
    if check:
        from deploy.backup.checking import check as read_all

        typer.echo(f"{file}: {read_all(file, identities).in_words}")
        return
    from deploy.backup.places import restore_here

    typer.echo(restore_here(file, identities, replaces=replace, new_secrets=new_secrets))
