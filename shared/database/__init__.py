from shared.database.connection import Database, is_infrastructure
from shared.database.records import own_registry

__all__ = ["Database", "is_infrastructure", "own_registry"]
