from sqlalchemy import MetaData
from sqlalchemy.orm import registry
from sqlmodel import SQLModel

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def record_base() -> type[SQLModel]:
    """The base class of one service's tables. Their schema is the connection's search path.

    Records do not validate what is put in them: forms and facts do.
    """
    tables: registry = registry(metadata=MetaData(naming_convention=NAMING))

    class Record(SQLModel, registry=tables):
        pass

    return Record
