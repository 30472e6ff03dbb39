"""What every fact is: past tense, declared once by its owner, versioned, never edited after publication."""

from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict

TYPE_PREFIX = "nl.regelwijzer."


class Stream(StrEnum):
    """The JetStream streams that carry facts."""

    FACTS = "FACTS"
    PRIVATE = "PRIVATE"  # contact data of people who report or are invited: short-lived, read by who mails them
    CONTACTS = "CONTACTS"  # who speaks for an organisation: short-lived as well, read by who hands over to it


class Fact(BaseModel):
    """One kind of fact. Subclasses name their subject and the field whose id ends it.

    The subject reads `<owner>.<thing>.<past verb>.v<n>`; the id comes last, so that one filter
    replays or erases everything about one report.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True, allow_inf_nan=False)

    SUBJECT: ClassVar[str]
    KEY: ClassVar[str]
    STREAM: ClassVar[Stream]

    def __init_subclass__(
        cls, *, subject: str = "", key: str = "", stream: Stream = Stream.FACTS, **options: Any
    ) -> None:
        super().__init_subclass__(**options)
        cls.SUBJECT, cls.KEY, cls.STREAM = subject, key, stream

    @property
    def subject(self) -> str:
        """The full subject this fact is published on."""
        return f"{self.SUBJECT}.{self.key_id}"

    @property
    def key_id(self) -> UUID:
        """The id of the thing this fact is about."""
        identity: UUID = getattr(self, self.KEY)
        return identity

    @classmethod
    def owner(cls) -> str:
        """The service that may say this."""
        return cls.SUBJECT.split(".")[0]

    @classmethod
    def type(cls) -> str:
        """The CloudEvents type."""
        return TYPE_PREFIX + cls.SUBJECT
