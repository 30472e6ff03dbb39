"""What knowledge says: what is already agreed, and which parties there are."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from shared.contracts.base import Fact, Stream
from shared.contracts.vocabulary import AgreementStatus, ImposedBy, Level, RecordedIn, Theme


class ItemPublishedV1(Fact, subject="knowledge.item.published.v1", key="item_id"):
    """A known item, new or changed. Later ones replace earlier ones (`revision` grows).

    `public` is false while nobody checked it; `checked_on` is the day somebody did.
    With `has_letter` its page has an example letter that a practice may send. `agreement_id` is that of research
    when the team made this agreement itself. A theme that the team added is `theme_code`, and `theme` says that it is
    another one.
    """

    item_id: UUID
    code: str
    revision: int
    title: str
    rule: str
    short_answer: str
    imposed_by: list[ImposedBy]
    theme: Theme
    level: Level
    recorded_in: RecordedIn
    status: AgreementStatus
    handled_by: str | None = None
    keywords: tuple[str, ...] = ()
    public: bool
    checked_on: date | None = None
    has_letter: bool = False
    agreement_id: UUID | None = None
    theme_code: str | None = None


class AgreementAnnouncedV1(Fact, subject="knowledge.agreement.announced.v1", key="item_id"):
    """An agreement that the team made is in the knowledge base for everybody. Said once, however often it changes."""

    item_id: UUID
    code: str
    dossier_id: UUID
    title: str
    short_answer: str


class PartyListedV1(Fact, subject="knowledge.party.listed.v1", key="party_id"):
    """An organisation that rules come from or go to. `takes_handovers` when a file can be sent there.

    One that is `retired` is offered no more; where it was chosen before it stays.
    """

    party_id: UUID
    name: str
    abbreviation: str | None = None
    kind: ImposedBy
    takes_handovers: bool
    retired: bool = False


class ThemeListedV1(Fact, subject="knowledge.theme.listed.v1", key="theme_id"):
    """What something may be about, new or changed; later ones replace earlier ones (`revision` grows).

    The `code` of a theme never changes, and makes its `theme_id`. One that is `retired` is offered no more; what has it
    keeps it.
    """

    theme_id: UUID
    code: str
    revision: int
    label: str
    retired: bool = False


class ListedContact(BaseModel):
    """Somebody who speaks for an organisation; `themes` are what they are asked about, none is everything."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: str
    role: str | None = None
    email: str
    themes: tuple[str, ...] = ()


class ContactsListedV1(Fact, subject="knowledge.contacts.listed.v1", key="party_id", stream=Stream.CONTACTS):
    """Everybody who speaks for an organisation now. A later list replaces an earlier one (`revision` grows)."""

    party_id: UUID
    revision: int
    contacts: tuple[ListedContact, ...]
