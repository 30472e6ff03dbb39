"""From what we tell to a mail: the same blocks become the HTML part, the plain text and the preview on screen."""

from services.notifier.rendering.calendar import Meeting
from services.notifier.rendering.compose import letter_mail, notice_mail, package_mail
from services.notifier.rendering.content import MailContent
from services.notifier.rendering.inviting import invitation_mail, meeting_of
from services.notifier.rendering.letterhead import Letterhead
from services.notifier.rendering.message import Envelope, UnusableAddress, build
from services.notifier.rendering.morning import Waiting, morning_mail

__all__ = [
    "Envelope",
    "Letterhead",
    "MailContent",
    "Meeting",
    "UnusableAddress",
    "Waiting",
    "build",
    "invitation_mail",
    "letter_mail",
    "meeting_of",
    "morning_mail",
    "notice_mail",
    "package_mail",
]
