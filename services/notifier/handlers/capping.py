"""One address gets so many confirmations and no more: what is too many waits, and everything stands on the page."""

import hmac
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.notifier.domain import CONFIRMATIONS, DAY, Cap, Purpose, room_at
from services.notifier.repository import confirmations, known, told
from services.notifier.tables import Mail
from shared import clock


async def waits_until(session: AsyncSession, mail: Mail, cap: Cap, key: str) -> datetime | None:
    """When this mail may go, or None when it goes now and is counted. `key` makes the fingerprint of its address."""
    if cap == Cap() or mail.purpose != Purpose.NOTICE.value:
        return None
    _, notice = await told.notice(session, mail.source_id)
    contact = await known.contact(session, mail.about_id)
    if contact is None or notice.kind not in CONFIRMATIONS:
        return None
    now, address = clock.now(), _print_of(contact.email, key)
    went = await confirmations.went_since(session, address, now - DAY, besides=mail.id)
    room = room_at(went, cap, now)
    if room > now:
        return room
    await confirmations.note(session, mail.id, address, now)
    return None


async def forget_old(session: AsyncSession) -> None:
    """What went out more than a day ago holds nothing back."""
    await confirmations.forget(session, clock.now() - DAY)


def _print_of(email: str, key: str) -> str:
    # What stands behind a plus comes to the same mailbox.
    name, _, domain = email.lower().rpartition("@")
    mailbox = f"{name.partition('+')[0]}@{domain}"
    return hmac.digest(key.encode(), f"confirmed {mailbox}".encode(), "sha256").hex()[:32]
