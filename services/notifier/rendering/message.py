"""The message as it goes over the line. No typed text can add a header or a receiver."""

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from uuid import UUID

from services.notifier.rendering import safe
from services.notifier.rendering.calendar import Meeting, calendar_file
from services.notifier.rendering.content import MailContent
from services.notifier.rendering.html import html_text
from services.notifier.rendering.letterhead import Letterhead
from services.notifier.rendering.plain import plain_text

RESENT_HEADER = "X-RegelWijzer-Resent"


class _OneLine(UnstructuredHeader, BaseHeader):
    """A header that stays on one line: folded, an address this long would be encoded, and no program reads that."""

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


_headers = HeaderRegistry()
_headers.map_to_type("list-unsubscribe", _OneLine)
_POLICY = SMTP.clone(header_factory=_headers)


class UnusableAddress(ValueError):
    """No mail server can take this address."""


@dataclass(frozen=True)
class Envelope:
    """Where a mail goes, and what stays the same however often it is tried.

    `about_id` ties the mails of one report or handover together. `by_itself` is whether no person pressed send.
    `fewer_url` takes a click of the mail program itself (RFC 8058) for fewer such mails, `stop_url` is a page for that.
    A `meeting` comes as a calendar file.
    """

    mail_id: UUID
    about_id: UUID
    dated_at: datetime
    to_name: str
    to_address: str
    by_itself: bool = True
    resent: bool = False
    fewer_url: str | None = None
    stop_url: str | None = None
    meeting: Meeting | None = None


def build(content: MailContent, envelope: Envelope, letterhead: Letterhead) -> EmailMessage:
    """The message. Raises UnusableAddress."""
    message = EmailMessage(policy=_POLICY)
    sender = _address(letterhead.name, letterhead.address)
    message["From"] = sender
    message["To"] = _address(envelope.to_name, envelope.to_address)
    message["Reply-To"] = sender
    message["Subject"] = safe.line(content.subject, 250)
    message["Date"] = envelope.dated_at
    message["Message-ID"] = f"<{envelope.mail_id}@{letterhead.domain}>"
    message["References"] = f"<{envelope.about_id}@{letterhead.domain}>"
    if envelope.by_itself:
        # Stops holiday replies; what a person sends may be answered by the machine of a body that confirms receipt.
        message["Auto-Submitted"] = "auto-generated"
    if envelope.fewer_url:
        message["List-Unsubscribe"] = f"<{envelope.fewer_url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    elif envelope.stop_url:
        message["List-Unsubscribe"] = f"<{envelope.stop_url}>"
    if envelope.resent:
        message[RESENT_HEADER] = "1"
    # Quoted-printable: plain ASCII with short lines, which every relay passes on unchanged.
    message.set_content(plain_text(content), cte="quoted-printable")
    message.add_alternative(html_text(content), subtype="html", cte="quoted-printable")
    if envelope.meeting:
        _add_calendar(message, envelope.meeting, envelope, letterhead)
    return message


def _add_calendar(message: EmailMessage, meeting: Meeting, envelope: Envelope, letterhead: Letterhead) -> None:
    """The file twice: as a part that calendars act on, and as an attachment for who opens it by hand."""
    organiser, attendee = (letterhead.name, letterhead.address), (envelope.to_name, envelope.to_address)
    file = calendar_file(meeting, organiser, attendee, envelope.dated_at)
    message.add_alternative(file, subtype="calendar", cte="base64", params={"method": meeting.method})
    name = "afzegging.ics" if meeting.cancels else "uitnodiging.ics"
    message.add_attachment(file.encode(), maintype="application", subtype="ics", filename=name)


def _address(name: str, address: str) -> Address:
    local, _, domain = address.rpartition("@")
    try:
        plain = f"{local}@{domain.encode('idna').decode()}"
        plain.encode("ascii")
        if not local or not domain or not plain.isprintable() or " " in plain:
            raise UnusableAddress("not an address")
        return Address(safe.display_name(name), addr_spec=plain)
    except UnusableAddress:
        raise
    except Exception as error:
        # The standard library raises many kinds here, IndexError among them.
        raise UnusableAddress("not an address a mail server takes") from error
