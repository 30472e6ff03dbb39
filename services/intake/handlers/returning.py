"""Who gave no address comes back with the number of the report and a code."""

import hmac
from datetime import timedelta
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from services.intake import domain
from services.intake.repository import code_tries, reports
from shared import clock

HOUR = timedelta(hours=1)
MOST_WRONG = 10


class Refused(StrEnum):
    """Why a number and a code open nothing."""

    WRONG = "wrong"
    TOO_OFTEN = "too_often"


async def link_for(session: AsyncSession, reference: str, code: str, *, key: str) -> str | Refused:
    """The token of the link to the report with this number and code.

    A number that does not exist is refused as a wrong code is, and as often.
    """
    reference, now = domain.typed_reference(reference)[:20], clock.now()
    await code_tries.hold_reference(session, reference)
    if await code_tries.tries_since(session, reference, now - HOUR) >= MOST_WRONG:
        return Refused.TOO_OFTEN
    report = await reports.report_with(session, reference)
    seed = report.link_seed if report else b""
    right = hmac.compare_digest(domain.return_code(seed, key), domain.typed_return_code(code))
    if report and right:
        return domain.link_token(seed, key)
    await code_tries.add_try(session, reference, now)
    return Refused.WRONG


async def forget_tries(session: AsyncSession) -> None:
    """Forget wrong codes after an hour."""
    await code_tries.delete_tries(session, clock.now() - HOUR)
