"""Make sure that there is a Chromium for the browser tests: Debian's own, where none is found."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ("chromium", "fonts-liberation")


def main() -> int:
    """0 when there is a browser; else 1 with one line."""
    if any(shutil.which(name) for name in NAMES):
        return 0
    print("regelwijzer: installing chromium with apt-get …", flush=True)
    if installed():
        return 0
    print("regelwijzer: the tests need chromium; install it with: apt-get install chromium", file=sys.stderr)
    return 1


def installed() -> bool:
    sudo = [] if os.geteuid() == 0 else ["sudo", "--non-interactive"]
    if not shutil.which("apt-get") or (sudo and not shutil.which("sudo")):
        return False
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "--yes", "--no-install-recommends", *PACKAGES]
    steps = (["apt-get", "update", "--quiet"], install)
    return all(subprocess.run([*sudo, *step], env=environment, stdout=sys.stderr).returncode == 0 for step in steps)


if __name__ == "__main__":
    sys.exit(main())
