"""Where a backup goes back to."""

import os
from collections.abc import Sequence
from pathlib import Path

from pyrage import x25519

from deploy.backup import on_servers
from deploy.embedded.folder import DataFolder
from deploy.embedded.options import read_options
from deploy.embedded.restored import FolderRestore


def restore_here(file: Path, identities: Sequence[x25519.Identity], *, replaces: bool, new_secrets: bool) -> str:
    """Restore where DATABASE_URL leads, else into the data folder; one line on what there is now.

    Raises StartError.
    """
    if os.environ.get("DATABASE_URL"):
        return on_servers.restore(file, identities, replaces=replaces, new_secrets=new_secrets)
    folder = DataFolder(read_options(os.environ).data)
    return FolderRestore(folder, file, identities, replaces).run()
