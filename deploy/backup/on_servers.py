"""Restores where PostgreSQL and the broker run already: those of the environment."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pyrage import x25519

from deploy.backup import backup_file, database
from deploy.backup.backup_file import Head
from deploy.backup.manifest import fingerprint
from deploy.backup.restoring import Restore, refuse_unless_free
from deploy.embedded.failure import StartError
from deploy.preparation import empty_broker, migrate_database, provision_broker
from shared.settings import Settings

BROKER_SECONDS = 15


def restore(file: Path, identities: Sequence[x25519.Identity], *, replaces: bool, new_secrets: bool) -> str:
    """Restore into the database of the environment; returns one line on what there is now. Raises StartError."""
    settings = Settings.read()
    url = settings.database_url.get_secret_value()
    head = _with_own_key(backup_file.read_head(file, identities), settings, new_secrets=new_secrets)
    with database.connect(url) as connection:
        refuse_unless_free(connection, replace=replaces)
    asyncio.run(_prepare_broker(settings))
    # Streams that hold more than the backup knows would keep what follows from it from being said again.
    Restore(url, file, identities, head).run(before_commit=lambda: asyncio.run(empty_broker(settings)))
    done = migrate_database(settings)
    asyncio.run(_prepare_broker(settings))
    return done


def _with_own_key(head: Head, settings: Settings, *, new_secrets: bool) -> Head:
    own = fingerprint(settings.secret_key.get_secret_value())
    if own != head.manifest.secret_key and not new_secrets:
        raise StartError(
            "SECRET_KEY is not the one of this backup, so links could not be given again; set that one, "
            "or say --new-secrets when it is lost"
        )
    return replace(head, manifest=head.manifest.model_copy(update={"secret_key": own}))


async def _prepare_broker(settings: Settings) -> None:
    try:
        async with asyncio.timeout(BROKER_SECONDS):
            await provision_broker(settings)
    except TimeoutError:
        raise StartError(f"the broker does not answer at {settings.nats_url}") from None
