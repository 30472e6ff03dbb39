"""What a reporter is told: by mail and on the status page, in the same words."""

import html
import re

import httpx

from tests.mailbox import Mail, Mailbox
from tests.practice import Sent
from tests.team import page_once

# The newest moment stands first under "Wat er tot nu toe is gebeurd".
NEWEST = re.compile(r'id="gebeurd".*?<h3>(?P<title>.*?)</h3>\s*<p[^>]*>(?P<text>.*?)</p>', re.DOTALL)


async def told(practice: httpx.AsyncClient, mailbox: Mailbox, sent: Sent, title: str) -> Mail:
    """The mail with this title, after seeing that the status page says the same."""
    mail = await mailbox.mail_to(sent.email, title)
    page = await page_once(practice, sent.status_page, title)
    newest = NEWEST.search(page)
    assert newest
    title_shown = _plain(newest["title"])
    assert mail.subject == f"{title_shown} ({sent.reference})", f"{mail.subject!r} is not {title_shown!r}"
    assert _plain(newest["text"]) in mail.words
    assert sent.status_page in mail.text
    return mail


def _plain(text: str) -> str:
    return " ".join(html.unescape(text).split())
