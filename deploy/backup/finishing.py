"""What a restored database needs before anybody works on it: done by the restore, or by the next start."""

import asyncio
from pathlib import Path

from deploy.backup import database, marker, unheard
from deploy.backup.manifest import fingerprint
from deploy.embedded.failure import StartError
from deploy.erasure import replay


def finish(database_url: str, secret_key: str, erasure_list: Path | None) -> str | None:
    """Do what a restore has left to do; returns one line about it, None when there is nothing.

    Its tables must be of this version already. It may be stopped and done again. Raises StartError when the system
    has other secrets than the one that was backed up.
    """
    with database.connect(database_url) as connection:
        manifest = marker.found(connection)
        if manifest is None:
            return None
        if fingerprint(secret_key) != manifest.secret_key:
            raise StartError("the restore was cut off before it brought its secrets: do it again, with --replace")
        # A backup knows nothing of what was erased after it.
        erased = asyncio.run(replay(database_url, erasure_list))
        packages = asyncio.run(unheard.mail_lost_packages(connection, database_url))
        with connection.transaction():
            facts = unheard.say_unheard(connection)
            contacts = unheard.expect_contact_data(connection)
            unheard.fill_streams_again(connection)
            marker.remove(connection)
    first = f"{facts} facts, {contacts} addresses and {packages} packages that were not heard go first"
    return f"{manifest.in_words}; {erased} erasures are done again; {first}"
