from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """A UUIDv7: unique, and in the order of creation, which keeps database indexes compact (RFC 9562)."""
    return uuid7()
