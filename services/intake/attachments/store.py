"""Where the content of attachments is kept: in PostgreSQL, or in storage that speaks S3."""

from typing import Protocol
from uuid import UUID

from services.intake.attachments.in_database import InDatabase
from services.intake.attachments.in_s3 import InS3
from services.intake.settings import IntakeSettings
from shared.database import Database


class Store(Protocol):
    """A place for content. Who takes it away again is `handlers/attaching`: in PostgreSQL a transaction does that."""

    name: str

    async def put(self, attachment_id: UUID, content: bytes) -> None:
        """Keep it; there when this returns. Raises StoreAway."""

    async def get(self, attachment_id: UUID) -> bytes | None:
        """The content, or None when it is not there. Raises StoreAway."""


def store_for(database: Database, name: str | None = None) -> Store:
    """The store of a name, or the one that new attachments go to. Raises LookupError when it is not set up."""
    settings = IntakeSettings.read()
    name = name or (InS3.name if settings.s3_bucket else InDatabase.name)
    if name == InDatabase.name:
        return InDatabase(database)
    if not settings.s3_bucket:
        raise LookupError("attachments are in S3 and INTAKE_S3_BUCKET is empty")
    return InS3.of(settings)
