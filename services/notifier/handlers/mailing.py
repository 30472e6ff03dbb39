"""The life of a mail: put down, taken out, ended or tried again. Every end is a fact."""

import random
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.notifier import domain
from services.notifier.domain import ENDS, NO_ADDRESS_AFTER, NO_CAP, WAITING, Cap, Purpose
from services.notifier.handlers import capping, filling
from services.notifier.handlers.filling import UNDONE
from services.notifier.mailer import Deferred, Delivered, Refused, RelayDown, Result, Uncertain
from services.notifier.rendering import Envelope, MailContent
from services.notifier.repository import invitations, letters, mails, mornings
from services.notifier.silences import WITHDRAWN
from services.notifier.tables import Mail
from shared import clock
from shared.contracts.escalation import PackageAddressedV1
from shared.contracts.letters import LetterAsked
from shared.contracts.notifier import MailSettledV1
from shared.contracts.vocabulary import MailState
from shared.ids import new_id
from shared.logging import describe, get_logger
from shared.messaging import outbox
from shared.messaging.erasing import is_erased

log = get_logger(__name__)

LOST = "we stopten terwijl de mail werd verstuurd"
NO_ADDRESS = "we kregen geen adres"
NOT_MADE = "we konden deze mail niet maken"
GIVEN_UP = "het lukte drie dagen lang niet"
ERASED = "de melding is gewist"


@dataclass(frozen=True)
class TakenOut:
    """A mail that is now going out: nobody else will send it."""

    mail_id: UUID
    taken_at: datetime
    envelope: Envelope
    content: MailContent


async def prepare_notice(
    session: AsyncSession,
    notice_id: UUID,
    report_id: UUID,
    *,
    withheld_because: str | None,
    by_day: bool = False,
    not_before: datetime | None = None,
) -> None:
    """Put the mail of a notice down, to be sent at once, `by_day`, later or, with a reason, not."""
    mail = _new_mail(Purpose.NOTICE, notice_id, report_id, by_day=by_day)
    mail.next_try_at = max(mail.next_try_at, not_before or mail.next_try_at)
    if withheld_because:
        mail.state, mail.why = MailState.WITHHELD.value, withheld_because
    await mails.add_mail(session, mail)
    await _say_when_ended(session, mail)


async def prepare_package(session: AsyncSession, fact_id: UUID, fact: PackageAddressedV1) -> None:
    """Put the mail of a handover down; it goes nowhere when what it is about was erased meanwhile."""
    package_id = await mails.add_package(session, fact_id, fact)
    purpose = Purpose.REMINDER if fact.reminder else Purpose.PACKAGE
    mail = _new_mail(purpose, package_id, fact.handover_id, by_day=fact.reminder)
    await mails.add_mail(session, mail)
    await _withhold_if_erased(session, mail)
    await _say_when_ended(session, mail)


async def prepare_letter(session: AsyncSession, fact: LetterAsked) -> None:
    """Put the mail with a link or code down; it goes nowhere when what it is about was erased meanwhile."""
    await letters.add_letter(session, fact)
    mail = _new_mail(Purpose.LETTER, fact.letter_id, fact.about_id, by_day=False)
    await mails.add_mail(session, mail)
    await _withhold_if_erased(session, mail)
    await _say_when_ended(session, mail)


async def prepare_invitation(session: AsyncSession, invitation_id: UUID, *, withheld_because: str | None) -> None:
    """Put the mail of an invitation down, to be sent at once or, with a reason, not."""
    mail = _new_mail(Purpose.INVITATION, invitation_id, invitation_id, by_day=False)
    if withheld_because:
        mail.state, mail.why = MailState.WITHHELD.value, withheld_because
    await mails.add_mail(session, mail)
    await _say_when_ended(session, mail)


async def prepare_morning(session: AsyncSession, list_id: UUID) -> None:
    """Put the mail with what waits for a member down, to be sent at once."""
    await mails.add_mail(session, _new_mail(Purpose.MORNING, list_id, list_id, by_day=False))


async def take_out(
    session: AsyncSession, site: str, besides_domains: Collection[str] = (), *, key: str = "", cap: Cap = NO_CAP
) -> TakenOut | None:
    """Take the mail that waits longest, besides those for some domains; None when none is due.

    Commit before sending it. A mail of which the text cannot be made ends as failed: it may not hold up the others.
    A link or code that is over by now goes nowhere. `key` is what those are made with. A confirmation that is more than
    its address may get by `cap` goes later.
    """
    while mail := await mails.next_due(session, clock.now(), besides_domains):
        if because := await filling.why_over(session, mail):
            _end(mail, MailState.WITHHELD, because)
            await _say_when_ended(session, mail)
            await session.flush()
            continue
        if room_at := await capping.waits_until(session, mail, cap, key):
            mail.next_try_at = room_at
            await session.flush()
            continue
        _move(mail, MailState.SENDING)
        mail.sending_since = clock.now()
        try:
            envelope, content = await filling.filled(session, mail, site, key)
        except (LookupError, ValueError, TypeError) as error:
            log.error("mail_not_made", mail=str(mail.id), error=describe(error))
            _end(mail, MailState.FAILED, NOT_MADE)
            await _say_when_ended(session, mail)
            await session.flush()
        else:
            return TakenOut(mail.id, mail.sending_since, envelope, content)
    return None


async def settle(session: AsyncSession, mail_id: UUID, result: Result, taken_at: datetime) -> str | None:
    """Write down how sending went; returns what a person must hear of it now, if anything.

    A mail that was meanwhile given up as lost stays so.
    """
    mail = await mails.held(session, mail_id)
    if mail.state != MailState.SENDING.value or mail.sending_since != taken_at:
        return None
    match result:
        case Delivered(code):
            _end(mail, MailState.SENT, None, code)
        case Refused(code, why):
            _end(mail, MailState.FAILED, why, code)
        case Deferred(code, why):
            _try_later(mail, why, code)
        case Uncertain(why):
            _nobody_knows(mail, why)
        case RelayDown(why, code):
            _wait_for_relay(mail, why, code)
    await _withhold_if_erased(session, mail)
    await _say_when_ended(session, mail)
    waited = clock.now() - mail.dated_at
    return domain.alarm_about(Purpose(mail.purpose), MailState.parse(mail.state), mail.tries, waited)


async def withhold_waiting(session: AsyncSession, about_id: UUID, because: str) -> None:
    """What waits about this goes nowhere any more. One that is going out right now ends as it ends."""
    for mail in await mails.waiting_about(session, about_id):
        _end(mail, MailState.WITHHELD, because)
        await _say_when_ended(session, mail)


async def take_back(session: AsyncSession, notice_id: UUID) -> bool:
    """What a notice tells was undone: its mail goes nowhere any more; whether it never went."""
    mail = await mails.of_source(session, notice_id)
    if MailState.parse(mail.state) in WAITING:
        _end(mail, MailState.WITHHELD, UNDONE)
        await _say_when_ended(session, mail)
    elif mail.why == WITHDRAWN:
        # Both are why, and which was heard first should not matter.
        mail.why = UNDONE
    return mail.state == MailState.WITHHELD.value


async def _withhold_if_erased(session: AsyncSession, mail: Mail) -> None:
    if MailState.parse(mail.state) in WAITING and await is_erased(session, mail.about_id):
        _end(mail, MailState.WITHHELD, ERASED)


async def sweep(session: AsyncSession, besides: Collection[UUID] = ()) -> int:
    """Take up mails nobody is busy with any more, `besides` those we are; returns how many there were."""
    lost = await mails.lost(session, besides)
    for mail in lost:
        _nobody_knows(mail, LOST)
    orphans = await mails.without_address(session, clock.now() - NO_ADDRESS_AFTER)
    for mail in orphans:
        _end(mail, MailState.FAILED, NO_ADDRESS)
    for mail in (*lost, *orphans):
        await _withhold_if_erased(session, mail)
        await _say_when_ended(session, mail)
    return len(lost) + len(orphans)


def _new_mail(purpose: Purpose, source_id: UUID, about_id: UUID, *, by_day: bool) -> Mail:
    moment = clock.now()
    return Mail(
        id=new_id(),
        source_id=source_id,
        purpose=purpose.value,
        about_id=about_id,
        state=MailState.PENDING.value,
        dated_at=moment,
        next_try_at=clock.by_day(moment) if by_day else moment,
    )


def _move(mail: Mail, to: MailState) -> None:
    domain.check_move(MailState.parse(mail.state), to)
    mail.state = to.value


def _end(mail: Mail, state: MailState, why: str | None, code: int | None = None) -> None:
    _move(mail, state)
    mail.why, mail.last_code, mail.sending_since = why, code, None


def _try_later(mail: Mail, why: str, code: int | None) -> None:
    mail.tries += 1
    mail.relay_waits = 0
    pause = domain.pause_after(mail.tries, random.random())  # noqa: S311 (spread, not a secret)
    if pause is None:
        _end(mail, MailState.FAILED, GIVEN_UP, code)
    else:
        _end(mail, MailState.RETRYING, why, code)
        mail.next_try_at = clock.now() + pause


def _wait_for_relay(mail: Mail, why: str, code: int | None) -> None:
    mail.relay_waits += 1
    _end(mail, MailState.RETRYING, why, code)
    mail.next_try_at = clock.now() + domain.relay_pause(mail.relay_waits)


def _nobody_knows(mail: Mail, why: str) -> None:
    """A courtesy is not sent twice; a file has to arrive, so it goes once more, marked as such."""
    if mail.purpose == Purpose.PACKAGE.value and not mail.resent:
        _end(mail, MailState.RETRYING, why)
        mail.resent, mail.next_try_at = True, clock.now()
    else:
        _end(mail, MailState.UNKNOWN, why)


async def _say_when_ended(session: AsyncSession, mail: Mail) -> None:
    state = MailState.parse(mail.state)
    if state not in ENDS:
        return
    is_letter = mail.purpose == Purpose.LETTER.value
    if is_letter:
        await letters.empty_letter(session, mail.source_id)
    if mail.purpose == Purpose.INVITATION.value:
        await invitations.empty_invitation(session, mail.source_id)
    if mail.purpose == Purpose.MORNING.value:
        await mornings.empty(session, mail.source_id)
    # How a letter fared says nothing about the mails of the report it is about.
    about_id = mail.source_id if is_letter else mail.about_id
    notice_id = mail.source_id if mail.purpose == Purpose.NOTICE.value else None
    settled = MailSettledV1(mail_id=mail.id, about_id=about_id, state=state, why=mail.why, notice_id=notice_id)
    await outbox.add(session, settled)
