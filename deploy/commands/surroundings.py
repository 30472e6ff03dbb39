"""Where a command finds the system: in its environment, else in a copy that runs from the data folder."""

import os

from deploy.embedded import lock, variables
from deploy.embedded.failure import StartError
from deploy.embedded.folder import DataFolder
from deploy.embedded.options import read_options


def find_system() -> DataFolder | None:
    """Put the variables of the running copy into the environment, unless DATABASE_URL is there already.

    Returns the data folder of that copy. Raises StartError when there is neither.
    """
    if os.environ.get("DATABASE_URL"):
        return None
    folder = DataFolder(read_options(os.environ).data)
    if not lock.is_held(folder.lock) or not folder.variables.exists():
        raise StartError(f"nothing runs on {folder.root}: start `make run`, or set DATABASE_URL and the others")
    os.environ.update(variables.read(folder.variables))
    return folder
