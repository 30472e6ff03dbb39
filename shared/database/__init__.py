from shared.database.connection import INFRASTRUCTURE_ERRORS, Database
from shared.database.records import own_registry

__all__ = ["INFRASTRUCTURE_ERRORS", "Database", "own_registry"]
