"""Make sure that there is a Chromium for the browser tests: Debian's smallest where we may install it, else any.

The one without windows opens a page with a third of the work, and the browser tests are a large part of all tests.
"""

import os
import shutil
import subprocess
import sys

SMALLEST = "chromium-headless-shell"
NAMES = (SMALLEST, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FONTS = "fonts-liberation"
SECONDS = 15


def main() -> int:
    """0 when there is a browser; else 1 with one line."""
    if shutil.which(SMALLEST):
        return 0
    there_is_one = any(shutil.which(name) for name in NAMES)
    if installed(SMALLEST) or there_is_one or installed("chromium"):
        return 0
    print("regelwijzer: the tests need chromium; install it with: apt-get install chromium", file=sys.stderr)
    return 1


def installed(browser: str) -> bool:
    """Whether Debian's package could be installed; without a network that is known soon."""
    sudo = [] if os.geteuid() == 0 else ["sudo", "--non-interactive"]
    if not shutil.which("apt-get") or (sudo and not shutil.which("sudo")):
        return False
    print(f"regelwijzer: installing {browser} with apt-get …", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    soon = ("-o", "Acquire::Retries=0", "-o", f"Acquire::http::Timeout={SECONDS}")
    steps = (
        ["update", "--quiet", *soon],
        ["install", "--yes", "--no-install-recommends", *soon, browser, FONTS],
    )
    return all(
        subprocess.run([*sudo, "apt-get", *step], env=environment, stdout=sys.stderr).returncode == 0 for step in steps
    )


if __name__ == "__main__":
    sys.exit(main())
