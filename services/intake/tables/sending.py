"""How much was sent lately, for rate limits."""

from datetime import datetime

from sqlmodel import Field

from services.intake.tables.record import Moment, Record


class SendCount(Record, table=True):
    """What came in until `ends_at`: from one network, or from everybody. `fingerprint` says which to nobody but us."""

    __tablename__ = "send_counts"
    # Lost in a crash, which harms nobody; in return nobody waits for the disk.
    __table_args__ = {"prefixes": ["UNLOGGED"]}  # noqa: RUF012 (SQLAlchemy wants a dict)

    fingerprint: str = Field(primary_key=True)
    count: int
    ends_at: datetime = Field(sa_type=Moment, index=True)
