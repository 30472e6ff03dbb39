"""Where the content of attachments is kept: in PostgreSQL, or in storage that speaks S3."""

from typing import Protocol
from uuid import UUID

from shared.attachments.in_database import InDatabase
from shared.attachments.in_s3 import InS3
from shared.attachments.settings import StoreSettings
from shared.database import Database


class Store(Protocol):
    """A place for content. Who takes it away again is `forgetting`: in PostgreSQL a transaction does that."""

    name: str

    async def put(self, attachment_id: UUID, content: bytes) -> None:
        """Keep it; there when this returns. Raises StoreAway."""

    async def get(self, attachment_id: UUID) -> bytes | None:
        """The content, or None when it is not there. Raises StoreAway."""


def store_for(database: Database, settings: StoreSettings, name: str | None = None) -> Store:
    """The store of a name, or the one that new attachments go to. Raises LookupError when it is not set up."""
    name = name or (InS3.name if settings.s3_bucket else InDatabase.name)
    if name == InDatabase.name:
        return InDatabase(database)
    if not settings.s3_bucket:
        raise LookupError("attachments are in S3 and no bucket is set")
    return InS3.of(settings)
