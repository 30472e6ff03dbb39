"""Attachments in PostgreSQL: in pieces, so that no query moves all of it at once. Backups have them too."""

from uuid import UUID

from shared import clock
from shared.attachments import contents
from shared.database import Database

PIECE = 512 * 1024


def pieces_of(content: bytes) -> list[bytes]:
    """The content cut up as it is stored."""
    return [content[at : at + PIECE] for at in range(0, len(content), PIECE)]


class InDatabase:
    """The store that every installation has."""

    name = "database"

    def __init__(self, database: Database) -> None:
        self._database = database

    async def put(self, attachment_id: UUID, content: bytes) -> None:
        """Keep it in a transaction of its own."""
        async with self._database.transaction() as session:
            await contents.add_pieces(session, attachment_id, pieces_of(content), clock.now())

    async def get(self, attachment_id: UUID) -> bytes | None:
        """The pieces put together."""
        async with self._database.transaction() as session:
            pieces = await contents.pieces(session, attachment_id)
        return b"".join(pieces) or None
