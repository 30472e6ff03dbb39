"""The SMTP side."""

import asyncio
import socket

from aiosmtpd.smtp import SMTP, Envelope, Session

from deploy.mailsink.store import MailStore

LARGEST_MAIL = 10 * 1024 * 1024


class Receiver:
    """Keeps whatever is sent, to whomever."""

    def __init__(self, store: MailStore) -> None:
        self._store = store

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 (aiosmtpd's name)
        """Store the mail, then say so."""
        content = envelope.original_content or b""
        mail_id = self._store.add(content, sender=envelope.mail_from or "", recipients=envelope.rcpt_tos)
        return f"250 kept as {mail_id}"


async def receive(store: MailStore, listening: socket.socket) -> asyncio.Server:
    """Take mails on this socket."""
    receiver = Receiver(store)
    return await asyncio.get_running_loop().create_server(
        lambda: SMTP(receiver, data_size_limit=LARGEST_MAIL, enable_SMTPUTF8=True, hostname="mailsink"),
        sock=listening,
    )
