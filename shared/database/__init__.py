from shared.database.connection import INFRASTRUCTURE_ERRORS, Database
from shared.database.records import record_base

__all__ = ["INFRASTRUCTURE_ERRORS", "Database", "record_base"]
