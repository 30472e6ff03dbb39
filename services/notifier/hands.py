"""The mails one process is sending: nobody else takes them up for as long as that process lives."""

import asyncio
from collections.abc import Collection
from uuid import UUID

from services.notifier.domain import hold_name
from services.notifier.handlers.mailing import TakenOut
from services.notifier.mailer import RelayDown, Result
from shared.database import Database
from shared.database.holding import Holds

NOT_SENT = RelayDown("de database viel weg voordat de mail weg was")

Went = tuple[TakenOut, Result]


class Hands:
    """What this process holds, and how sending went of what is not written down yet."""

    def __init__(self, database: Database) -> None:
        self._holds = Holds(database)
        self._one_at_a_time = asyncio.Lock()
        self._held: set[UUID] = set()
        self._unwritten: dict[UUID, Went] = {}

    @property
    def held(self) -> Collection[UUID]:
        """The mails in hand."""
        return frozenset(self._held)

    def claim(self) -> list[Went]:
        """How sending went of what is not written down yet; whoever asks writes it down, or gives it back."""
        claimed, self._unwritten = list(self._unwritten.values()), {}
        return claimed

    def give_back(self, went: Collection[Went]) -> None:
        """It could not be written down: somebody else will."""
        for taken, result in went:
            self.sent(taken, result)

    async def hold(self, taken: TakenOut) -> None:
        """Take a mail in hand, before anybody can see that it is being sent."""
        async with self._one_at_a_time:
            await self._holds.hold(hold_name(taken.mail_id, taken.taken_at))
        self._held.add(taken.mail_id)

    def sent(self, taken: TakenOut, result: Result) -> None:
        """Remember how sending went."""
        self._unwritten[taken.mail_id] = (taken, result)

    def not_sent(self, taken: TakenOut) -> None:
        """Whether it was written down that this mail goes out, nobody knows; that it did not go, we do."""
        self._held.add(taken.mail_id)
        self.sent(taken, NOT_SENT)

    async def let_go(self, written: Collection[Went]) -> None:
        """What was written down is in nobody's hands any more."""
        for taken, _ in written:
            self._held.discard(taken.mail_id)
            async with self._one_at_a_time:
                await self._holds.let_go(hold_name(taken.mail_id, taken.taken_at))

    def drop(self) -> None:
        """Let go of everything at once, as when the process dies."""
        self._holds.drop()
