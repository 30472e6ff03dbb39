"""The HTML of a mail, made safe to look at in a frame."""

import re

HEAD = re.compile(r"<head[^>]*>", re.IGNORECASE)
# A link in a mail opens beside the mailbox, not inside the frame, where no site lets itself be shown.
BASE = '<base target="_blank">'


def framed(html: str) -> str:
    """The mail's own HTML with links that open in a new tab."""
    if HEAD.search(html):
        return HEAD.sub(lambda head: head[0] + BASE, html, count=1)
    return BASE + html
