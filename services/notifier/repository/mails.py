"""Mails and where they stand."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.notifier.domain import WAITING, Purpose, hold_name
from services.notifier.tables import Contact, Invitation, IssuedNotice, Letter, Mail, MorningList, Package
from shared.contracts.escalation import PackageAddressedV1
from shared.contracts.vocabulary import MailState
from shared.database.holding import nobody_holds
from shared.ids import new_id

_IS_WAITING = col(Mail.state).in_([state.value for state in WAITING])
_HAS_ADDRESS = (col(Mail.purpose) != Purpose.NOTICE.value) | exists().where(
    col(Contact.report_id) == col(Mail.about_id)
)

_ADDRESS = func.coalesce(
    select(col(Letter.email)).where(col(Letter.id) == col(Mail.source_id)).scalar_subquery(),
    select(col(Contact.email)).where(col(Contact.report_id) == col(Mail.about_id)).scalar_subquery(),
    select(col(Invitation.email)).where(col(Invitation.id) == col(Mail.source_id)).scalar_subquery(),
    select(col(MorningList.email)).where(col(MorningList.id) == col(Mail.source_id)).scalar_subquery(),
    select(col(Package.to_email)).where(col(Package.id) == col(Mail.source_id)).scalar_subquery(),
)
_DOMAIN = func.lower(func.substring(_ADDRESS, "[^@]*$"))


async def add_mail(session: AsyncSession, mail: Mail) -> None:
    """Put a mail down."""
    session.add(mail)
    await session.flush()


async def next_due(session: AsyncSession, moment: datetime, besides_domains: Collection[str] = ()) -> Mail | None:
    """The mail that waits longest, held until this transaction ends; mails others hold are passed over.

    So are those for `besides_domains`, in lower case.
    """
    due = select(Mail).where(_IS_WAITING, col(Mail.next_try_at) <= moment, _HAS_ADDRESS)
    if besides_domains:
        due = due.where(_DOMAIN.not_in(besides_domains))
    return await session.scalar(due.order_by(col(Mail.next_try_at)).limit(1).with_for_update(skip_locked=True, of=Mail))


async def held(session: AsyncSession, mail_id: UUID) -> Mail:
    """A mail, held until this transaction ends."""
    return await session.get_one(Mail, mail_id, with_for_update=True)


async def of_source(session: AsyncSession, source_id: UUID) -> Mail:
    """The mail of a notice, held until this transaction ends; waits for whoever is taking it out."""
    found = select(Mail).where(col(Mail.source_id) == source_id).with_for_update()
    return (await session.scalars(found.execution_options(populate_existing=True))).one()


async def release(session: AsyncSession, report_id: UUID, kinds: Collection[str], moment: datetime) -> None:
    """The mails about notices of these kinds that were held back go out from now on."""
    notices = select(col(IssuedNotice.id)).where(
        col(IssuedNotice.report_id) == report_id, col(IssuedNotice.kind).in_(kinds)
    )
    held_back = update(Mail).where(
        col(Mail.source_id).in_(notices), col(Mail.state) == MailState.PENDING.value, col(Mail.next_try_at) > moment
    )
    await session.execute(held_back.values(next_try_at=moment))


async def lost(session: AsyncSession, besides: Collection[UUID]) -> list[Mail]:
    """Mails that were going out and of which nobody knows how it ended, for who sent them is gone.

    How long it takes says nothing: a clock may jump, and sending is bounded.
    """
    going_out = select(Mail).where(col(Mail.state) == MailState.SENDING.value, col(Mail.id).not_in(besides))
    found = await session.scalars(going_out.with_for_update(skip_locked=True))
    return [
        mail
        for mail in found
        if mail.sending_since and await nobody_holds(session, hold_name(mail.id, mail.sending_since))
    ]


async def without_address(session: AsyncSession, made_before: datetime) -> list[Mail]:
    """Mails that wait for an address nobody will give any more."""
    orphans = select(Mail).where(_IS_WAITING, col(Mail.dated_at) < made_before, ~_HAS_ADDRESS)
    return list(await session.scalars(orphans.with_for_update(skip_locked=True, of=Mail)))


async def waiting_about(session: AsyncSession, about_id: UUID) -> list[Mail]:
    """Mails about this that did not go out yet, held; waits for whoever is taking one out."""
    waiting = select(Mail).where(_IS_WAITING, col(Mail.about_id) == about_id)
    return list(await session.scalars(waiting.with_for_update(of=Mail)))


async def add_package(session: AsyncSession, fact_id: UUID, fact: PackageAddressedV1) -> UUID:
    """Keep the mail of a handover."""
    package = Package(id=new_id(), fact_id=fact_id, **fact.model_dump(exclude={"reminder"}))
    session.add(package)
    await session.flush()
    return package.id


async def package(session: AsyncSession, package_id: UUID) -> Package:
    """The mail of a handover."""
    return await session.get_one(Package, package_id)
