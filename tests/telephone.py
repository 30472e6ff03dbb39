"""What a member of the team has besides the password: an app that makes codes, and recovery codes on paper."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pyotp

from shared import clock

LINK = re.compile(r'href="(otpauth://[^"]+)"')
CODE = re.compile(r'<li class="ref">([^<]+)</li>')
HALF_MINUTE = timedelta(seconds=30)


class Telephone:
    """An app, and the paper beside it."""

    def __init__(self) -> None:
        self.secret = ""
        self.paper: list[str] = []

    def scan(self, page: str) -> str:
        """Read the link in a page; returns the app's first code."""
        found = LINK.search(page)
        assert found, "there is no app to set up on this page"
        self.secret = parse_qs(urlsplit(unescape(found.group(1))).query)["secret"][0]
        return self.code()

    def code(self, later: int = 0) -> str:
        """The code of this half minute, or of one that comes so many later."""
        return pyotp.TOTP(self.secret).at(clock.now() + later * HALF_MINUTE)

    def keep(self, page: str) -> None:
        """Write the recovery codes down."""
        self.paper = CODE.findall(page)
        assert len(self.paper) == 10, "there are no recovery codes on this page"
