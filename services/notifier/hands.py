"""The mails one process is sending: nobody else takes them up for as long as that process lives.

Each is locked on a connection of the process's own; PostgreSQL frees the locks the moment the process dies.
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

import asyncpg

from services.notifier.handlers.mailing import TakenOut
from services.notifier.mailer import RelayDown, Result
from services.notifier.repository.mails import hold_name
from shared.database import Database, is_infrastructure

NOT_SENT = RelayDown("de database viel weg voordat de mail weg was")

Went = tuple[TakenOut, Result]


class Hands:
    """What this process holds, and how sending went of what is not written down yet."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._line: asyncpg.Connection[Any] | None = None
        self._held: dict[UUID, TakenOut] = {}
        self._unwritten: dict[UUID, Went] = {}

    @property
    def held(self) -> Collection[UUID]:
        """The mails in hand."""
        return frozenset(self._held)

    @property
    def unwritten(self) -> list[Went]:
        """How sending went, kept until it is written down."""
        return list(self._unwritten.values())

    async def hold(self, taken: TakenOut) -> None:
        """Take a mail in hand, before anybody can see that it is being sent."""
        if self._line is None or self._line.is_closed():
            self._line = await self._database.listen()
            # The locks went with the line before this one.
            for held in self._held.values():
                await self._lock(self._line, held)
        await self._lock(self._line, taken)
        self._held[taken.mail_id] = taken

    def sent(self, taken: TakenOut, result: Result) -> None:
        """Remember how sending went."""
        self._unwritten[taken.mail_id] = (taken, result)

    def not_sent(self, taken: TakenOut) -> None:
        """Whether it was written down that this mail goes out, nobody knows; that it did not go, we do."""
        self._held[taken.mail_id] = taken
        self.sent(taken, NOT_SENT)

    async def let_go(self, written: Collection[Went]) -> None:
        """What was written down is in nobody's hands any more."""
        for taken, _ in written:
            self._unwritten.pop(taken.mail_id, None)
            self._held.pop(taken.mail_id, None)
            if self._line and not self._line.is_closed():
                await self._unlock(self._line, taken)

    async def _lock(self, line: "asyncpg.Connection[Any]", taken: TakenOut) -> None:
        await line.execute("select pg_advisory_lock(hashtextextended($1, 0))", hold_name(taken.mail_id, taken.taken_at))

    async def _unlock(self, line: "asyncpg.Connection[Any]", taken: TakenOut) -> None:
        name = hold_name(taken.mail_id, taken.taken_at)
        try:
            await line.execute("select pg_advisory_unlock(hashtextextended($1, 0))", name)
        except Exception as error:
            if not is_infrastructure(error):
                raise
            # The lock goes with the line.
            line.terminate()

    def drop(self) -> None:
        """Let go of everything at once, as when the process dies."""
        if self._line:
            self._line.terminate()
