"""What the start page shows of the desk as a whole."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field

from services.intake.tables.record import Moment, Record


class Conclusion(Record, table=True):
    """How the team's work on a rule ended, in the words it chose for everybody.

    `shown` is false once it goes on again; `as_of` is the newest fact about it.
    """

    __tablename__ = "conclusions"

    dossier_id: UUID = Field(primary_key=True)
    title: str
    outcome: str
    public_text: str
    practices: int
    shown: bool
    as_of: datetime = Field(sa_type=Moment, index=True)


class DeskCount(Record, table=True):
    """All reports added up at one moment: the one row of this table. `minutes_per_month` are estimates of practices."""

    __tablename__ = "desk_counts"

    id: int = Field(primary_key=True)
    counted_at: datetime = Field(sa_type=Moment)
    reports: int
    practices: int
    solved: int
    running: int
    minutes_per_month: float
