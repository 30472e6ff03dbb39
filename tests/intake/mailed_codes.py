"""Codes as the notifier would mail them."""

from shared.contracts.intake import LetterAskedV1
from shared.database import Database
from shared.letters import secret_of
from tests.facts import said

KEY = "a key for tests, of thirty-two bytes"


async def letters_asked(intake: Database) -> list[LetterAskedV1]:
    """Every letter that was asked for, oldest first."""
    return [fact for fact in await said(intake) if isinstance(fact, LetterAskedV1)]


async def last_code(intake: Database) -> str:
    """The code in the letter that was asked for last."""
    fact = (await letters_asked(intake))[-1]
    return secret_of(fact.kind, fact.seed, KEY)


def another(code: str) -> str:
    """A code that is not this one."""
    return f"{(int(code) + 1) % 10**6:06d}"
