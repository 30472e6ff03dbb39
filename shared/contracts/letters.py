"""What every fact about a mailed link or code says."""

from datetime import datetime
from uuid import UUID

from shared.contracts.base import Fact
from shared.letters import LetterKind


class LetterAsked(Fact):
    """A letter has to be mailed; its link or code is made from `seed` (shared/letters.py).

    After `valid_until` it opens nothing, and need not be mailed any more.
    """

    about_id: UUID
    letter_id: UUID
    kind: LetterKind
    email: str
    seed: str
    valid_until: datetime
    reference: str | None = None
