"""The mails as .eml files: they survive a restart and any mail program opens them."""

import itertools
import time
from collections.abc import Sequence
from pathlib import Path

from deploy.mailsink.mail import Mail, read_mail

NEWEST_FIRST_LIMIT = 500


class MailStore:
    """A folder of mails; a file is named after the moment it came: the order of names is that of arrival."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._folder.mkdir(parents=True, exist_ok=True)
        self._count = itertools.count(1)
        self._read: dict[str, Mail] = {}

    def add(self, content: bytes, *, sender: str, recipients: Sequence[str]) -> str:
        """Keep a mail as it came, with the envelope it came in; returns its id."""
        mail_id = f"{time.time_ns():020d}-{next(self._count):06d}"
        envelope = f"X-Envelope-From: {sender}\r\nX-Envelope-To: {', '.join(recipients)}\r\n"
        fresh = self._folder / f"{mail_id}.new"
        fresh.write_bytes(envelope.encode() + content)
        fresh.rename(fresh.with_suffix(".eml"))
        return mail_id

    def ids(self) -> list[str]:
        """Every mail's id, newest first."""
        return sorted((path.stem for path in self._folder.glob("*.eml")), reverse=True)

    def newest(self, to: str = "") -> list[Mail]:
        """The newest mails, or the newest to one address."""
        mails = (mail for mail_id in self.ids() if (mail := self.get(mail_id)))
        wanted = (mail for mail in mails if not to or to.lower() in mail.addresses)
        return list(itertools.islice(wanted, NEWEST_FIRST_LIMIT))

    def get(self, mail_id: str) -> Mail | None:
        """One mail; None when there is no such."""
        if mail_id in self._read:
            return self._read[mail_id]
        if not mail_id.replace("-", "").isdigit():
            return None
        try:
            content = (self._folder / f"{mail_id}.eml").read_bytes()
        except FileNotFoundError:
            return None
        self._read[mail_id] = mail = read_mail(mail_id, content)
        return mail

    def clear(self) -> None:
        """Throw every mail away."""
        self._read.clear()
        for path in self._folder.glob("*.eml"):
            path.unlink(missing_ok=True)
