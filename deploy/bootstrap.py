"""Make `.venv` and install what uv.lock says, with nothing but a Python 3.11 to start from.

python3 -m deploy.bootstrap run|dev
"""

import argparse
import fcntl
import hashlib
import os
import platform
import subprocess
import sys
from pathlib import Path

from deploy.fetch_uv import InstallError, fetch_uv

SYSTEM_CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
UV = VENV / "bin" / "uv"
PYTHON = VENV / "bin" / "python"
SERVERS = ["--group=postgres", "--group=embedded"]
GROUPS = {"run": SERVERS, "dev": [*SERVERS, "--group=dev"]}


def main(arguments: list[str]) -> int:
    """Bring `.venv` up to date for `run` or `dev`; 0 when it is, 1 with one line when it cannot be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("purpose", choices=sorted(GROUPS))
    parser.add_argument("--no-pip", action="store_true", help="act as on a machine without ensurepip")
    options = parser.parse_args(arguments)
    try:
        if not is_installed(options.purpose):
            install(options.purpose, may_use_pip=not options.no_pip)
    except InstallError as error:
        print(f"regelwijzer: {error}", file=sys.stderr)
        return 1
    return 0


def is_installed(purpose: str) -> bool:
    """Whether an earlier run installed this very lock file, for this purpose or a wider one."""
    wanted = fingerprint()
    stamps = [stamp(purpose), stamp("dev")]
    return PYTHON.exists() and any(s.exists() and s.read_text() == wanted for s in stamps)


def fingerprint() -> str:
    # By where it really is: several checkouts may share one environment.
    content = (ROOT / "uv.lock").read_bytes()
    return f"{hashlib.sha256(content).hexdigest()} {VENV.resolve()} {platform.python_version()}\n"


def stamp(purpose: str) -> Path:
    return VENV / f"installed-for-{purpose}"


def install(purpose: str, *, may_use_pip: bool) -> None:
    """Make the environment, fetch uv and let it install the locked packages.

    Raises InstallError when Python is too old, the folder is read-only or the packages cannot be had.
    """
    require_python()
    make_environment()
    with (VENV / "install.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if is_installed(purpose):
            return
        say("fetching uv")
        fetch_uv(UV, PYTHON, ROOT / "uv.lock", may_use_pip=may_use_pip)
        say("installing the packages of uv.lock")
        install_packages(purpose)
        say("preparing the lists of names")
        prepare_lists()
        stamp(purpose).write_text(fingerprint())


def say(text: str) -> None:
    print(f"regelwijzer: {text} …", flush=True)


def require_python() -> None:
    if sys.version_info[:2] != (3, 11):
        raise InstallError(
            f"needs Python 3.11, this is {platform.python_version()}; try: make PYTHON=/usr/bin/python3.11"
        )


def make_environment() -> None:
    if runs(PYTHON):
        return
    say(f"making {VENV}")
    import venv  # here, so that a start with nothing to install does not pay for it

    try:
        venv.EnvBuilder(clear=VENV.exists(), symlinks=True).create(VENV)
    except OSError as error:
        raise InstallError(f"cannot make {VENV}: {error.strerror}") from error


def runs(python: Path) -> bool:
    """Whether this is a working Python 3.11; a moved checkout or an upgraded system breaks it."""
    check = "import sys; sys.exit(sys.version_info[:2] != (3, 11))"
    try:
        return subprocess.run([python, "-c", check], capture_output=True).returncode == 0
    except OSError:
        return False


def install_packages(purpose: str) -> None:
    # --inexact: `make run` after `make test` must not take the test tools away again.
    command = [str(UV), "sync", "--frozen", "--inexact", "--no-default-groups", *GROUPS[purpose]]
    environment = {k: v for k, v in os.environ.items() if k != "VIRTUAL_ENV"} | {
        "UV_PROJECT_ENVIRONMENT": str(VENV),
        "UV_PYTHON": str(PYTHON),
        "UV_PYTHON_DOWNLOADS": "never",
        "UV_COMPILE_BYTECODE": "1",
        "UV_HTTP_TIMEOUT": os.environ.get("UV_HTTP_TIMEOUT", "120"),
        # An organisation's own certificates stand in the system's store; a bare machine may have no store at all.
        "UV_SYSTEM_CERTS": os.environ.get("UV_SYSTEM_CERTS", str(SYSTEM_CERTIFICATES.exists()).lower()),
    }
    if subprocess.run(command, cwd=ROOT, env=environment).returncode != 0:
        raise InstallError("the packages could not be installed; the lines above say why")


def prepare_lists() -> None:
    # Whoever needs them first makes them when this fails.
    subprocess.run([PYTHON, "-m", "shared.privacy.ready"], cwd=ROOT, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
