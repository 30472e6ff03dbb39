"""What knowledge says: what is already agreed, and which parties there are."""

from datetime import date
from uuid import UUID

from shared.contracts.base import Fact
from shared.contracts.vocabulary import AgreementStatus, ImposedBy, Level, RecordedIn, Theme


class ItemPublishedV1(Fact, subject="knowledge.item.published.v1", key="item_id"):
    """A known item, new or changed. Later ones replace earlier ones (`revision` grows).

    `public` is false while nobody checked it; `checked_on` is the day somebody did.
    With `has_letter` its page has an example letter that a practice may send.
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


class PartyListedV1(Fact, subject="knowledge.party.listed.v1", key="party_id"):
    """An organisation that rules come from or go to. `takes_handovers` when a file can be sent there."""

    party_id: UUID
    name: str
    abbreviation: str | None = None
    kind: ImposedBy
    takes_handovers: bool
