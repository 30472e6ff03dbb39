from itertools import chain

from sqlalchemy import MetaData
from sqlalchemy.orm import registry

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def own_registry() -> registry:
    """For the base class of one service's tables, apart from every other service's:

    `class Record(SQLModel, registry=own_registry())`. Their schema is the connection's search path. Records do not
    validate what is put in them: forms and facts do.
    """
    return registry(metadata=MetaData(naming_convention=NAMING))


def together(*collections: MetaData) -> MetaData:
    """All tables of several collections in one: only then does Alembic name constraints after our convention."""
    joined = MetaData(naming_convention=NAMING)
    for table in chain.from_iterable(collection.tables.values() for collection in collections):
        table.to_metadata(joined)
    return joined
