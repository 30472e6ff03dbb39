"""Files that stand with a source; their content is in `attachment_pieces` or in S3 (`shared/attachments/`)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import LargeBinary
from sqlmodel import Field

from services.research.tables.record import Moment, Record


class EvidenceFile(Record, table=True):
    """A file with a source. `number` counts in its dossier and is never given out again.

    `name` is what the file was called when the guard saw nobody in it; `source_hash` recognises it sent again.
    """

    __tablename__ = "evidence_files"

    id: UUID = Field(primary_key=True)
    evidence_id: UUID = Field(foreign_key="evidence.id", index=True)
    dossier_id: UUID = Field(foreign_key="dossiers.id", index=True)
    number: int
    kind: str
    size: int
    name: str | None = None
    source_hash: bytes = Field(sa_type=LargeBinary)
    store: str
    added_by: str
    added_at: datetime = Field(sa_type=Moment)


class ErasedFile(Record, table=True):
    """That a file was erased: by whom, why (a code) and when. PostgreSQL refuses to change or delete these rows."""

    __tablename__ = "erased_files"

    file_id: UUID = Field(primary_key=True)
    dossier_id: UUID
    why: str
    erased_by: str
    erased_at: datetime = Field(sa_type=Moment)
