"""The browser of these tests."""

import shutil

from deploy.browser import NAMES

ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# Letters as large as somebody may set them.
TWICE = "--blink-settings=defaultFontSize=32"


def chromium_path() -> str:
    """Where Chromium is. Raises AssertionError with what to do when there is none."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    assert found, "no Chromium here; `make browser` installs it"
    return found
