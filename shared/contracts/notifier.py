"""What the notifier says: what a reporter is told, and how the mail about it fared."""

from datetime import date, datetime
from uuid import UUID

from shared.contracts.base import Fact
from shared.contracts.vocabulary import MailState, NextActor


class NoticeIssuedV1(Fact, subject="notifier.notice.issued.v1", key="report_id"):
    """What we tell one reporter about one fact, in the words of the mail.

    `public_status` is the reporter's word for how the report stands; `expected_on` the day the next actor moves by.
    `link_path` is a page on this site the notice points at, besides the status page.
    `changes_standing` is false when the notice only asks or reminds: the report stands as it stood before.
    """

    notice_id: UUID
    report_id: UUID
    happened_at: datetime
    title: str
    text: str
    public_status: str
    next_actor: NextActor
    next_actor_name: str
    expected_on: date | None = None
    link_path: str | None = None
    link_text: str | None = None
    changes_standing: bool = True


class MailSettledV1(Fact, subject="notifier.mail.settled.v1", key="about_id"):
    """A mail reached an end state. `about_id` is the report, handover or letter it was about.

    `notice_id` is the notice it carried, if it carried one.
    """

    mail_id: UUID
    about_id: UUID
    state: MailState
    why: str | None = None
    notice_id: UUID | None = None
