"""Somebody who proved to own an address looks at all reports that came from it: no password, for two hours."""

import secrets
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from services.intake import domain
from services.intake.handlers import letters
from services.intake.repository import visits
from services.intake.tables import Visit
from shared import clock
from shared.letters import Found, LetterKind

VISIT = timedelta(hours=2)


async def begin(session: AsyncSession, token: str, *, key: str) -> str | None:
    """Use a mailed link; the secret of the visit that begins, or None when the link does not work."""
    found, letter = await letters.use(session, LetterKind.SIGN_IN, token, key=key)
    if found is not Found.LIVE or letter is None or letter.email is None:
        return None
    secret = secrets.token_urlsafe(domain.LINK_BYTES)
    await visits.add_visit(session, domain.link_hash(secret), letter.email, clock.now() + VISIT)
    return secret


async def visit_of(session: AsyncSession, secret: str) -> Visit | None:
    """The visit with this secret, as long as it lasts."""
    return await visits.visit(session, domain.link_hash(secret), clock.now())


async def end(session: AsyncSession, secret: str) -> None:
    """The visit is over."""
    await visits.end_visit(session, domain.link_hash(secret))


async def forget_old(session: AsyncSession) -> None:
    """Forget visits that are over."""
    await visits.delete_old_visits(session, clock.now())


async def end_when_empty(session: AsyncSession, email: str | None) -> None:
    """An address that no report came from any more: nobody looks there."""
    if email and not await visits.count_of(session, email):
        await visits.end_visits_of(session, email)
