"""What there is to know of one mail."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from email.utils import getaddresses
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Europe/Amsterdam")


@dataclass(frozen=True)
class Mail:
    """One mail, read."""

    id: str
    sender: str
    recipients: str
    subject: str
    text: str
    html: str
    calendar: str
    headers: dict[str, str]
    received_at: datetime
    addresses: frozenset[str]

    def as_json(self) -> dict[str, object]:
        """The mail as the API gives it."""
        return {
            "id": self.id,
            "from": self.sender,
            "to": self.recipients,
            "subject": self.subject,
            "text": self.text,
            "html": self.html,
            "calendar": self.calendar,
            "headers": self.headers,
            "receivedAt": self.received_at.isoformat().replace("+00:00", "Z"),
        }

    @property
    def received_local(self) -> datetime:
        """When it came, by the clock on the wall."""
        return self.received_at.astimezone(LOCAL)


def read_mail(mail_id: str, content: bytes) -> Mail:
    """Read a kept mail; what cannot be read is shown as it is."""
    message = message_from_bytes(content, _class=EmailMessage, policy=policy.default)
    envelope_to = str(message["X-Envelope-To"] or "")
    return Mail(
        id=mail_id,
        sender=str(message["From"] or message["X-Envelope-From"] or ""),
        recipients=envelope_to or str(message["To"] or ""),
        # A long subject may start on its second line; the space before it belongs to the folding.
        subject=str(message["Subject"] or "").strip(),
        text=_text(message.get_body(preferencelist=("plain",))),
        html=_text(message.get_body(preferencelist=("html",))),
        calendar=_text(_calendar(message)),
        headers=_headers(message),
        received_at=datetime.fromtimestamp(int(mail_id.split("-")[0]) / 1e9, UTC),
        addresses=_addresses(f"{message['To'] or ''}, {envelope_to}"),
    )


def _calendar(message: EmailMessage) -> EmailMessage | None:
    """The calendar file of an invitation."""
    return next((part for part in message.walk() if part.get_content_type() == "text/calendar"), None)


def _text(part: MIMEPart | None) -> str:
    if part is None:
        return ""
    try:
        return str(part.get_content())
    except (LookupError, ValueError):
        return str(part.get_payload())


def _headers(message: EmailMessage) -> dict[str, str]:
    headers: dict[str, str] = {}
    for name, value in message.items():
        if not name.lower().startswith("x-envelope-"):
            headers[name] = f"{headers[name]}\n{value}" if name in headers else str(value)
    return headers


def _addresses(text: str) -> frozenset[str]:
    return frozenset(address.lower() for _, address in getaddresses([text]) if address)
