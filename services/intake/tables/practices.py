"""The practices of the region."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field

from services.intake.tables.record import Moment, Record


class Practice(Record, table=True):
    """A practice of the region. `name_key` is its name as names are compared (domain.practice_key)."""

    __tablename__ = "practices"

    id: UUID = Field(primary_key=True)
    revision: int = 1
    agb_code: str = Field(unique=True)
    name: str
    name_key: str = Field(index=True)
    place: str | None = None
    region: str | None = Field(default=None, index=True)
    retired_at: datetime | None = Field(default=None, sa_type=Moment)
