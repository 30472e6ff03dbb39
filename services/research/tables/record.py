"""What every table of research starts from."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime
from sqlmodel import Field, SQLModel

from shared.database import own_registry

Moment = DateTime(timezone=True)


class Record(SQLModel, registry=own_registry()):
    """What every table of research starts from."""


class Entry(Record):
    """One row of a list in a dossier: saved on its own, removed softly."""

    id: UUID = Field(primary_key=True)
    dossier_id: UUID = Field(foreign_key="dossiers.id", index=True)
    version: int
    added_at: datetime = Field(sa_type=Moment)
    removed_at: datetime | None = Field(default=None, sa_type=Moment)
