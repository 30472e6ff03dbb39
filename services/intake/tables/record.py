from sqlalchemy import DateTime
from sqlmodel import SQLModel

from shared.database import own_registry

Moment = DateTime(timezone=True)


class Record(SQLModel, registry=own_registry()):
    """The base of intake's tables."""
