"""Remembers what other services call their things, and how to reach people."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.notifier.repository import known
from services.notifier.tables import Name
from shared.contracts.intake import ContactGivenV1, MailsChosenV1
from shared.contracts.knowledge import ItemPublishedV1, PartyListedV1
from shared.contracts.research import DossierOpenedV1
from shared.messaging.erasing import is_erased
from shared.messaging.failures import TooEarly


async def keep_contact(session: AsyncSession, fact: ContactGivenV1, given_at: datetime) -> None:
    """A reporter can be reached; mails that waited for the address can go. Who is to be forgotten stays so."""
    report = await known.report(session, fact.report_id)
    if await is_erased(session, fact.report_id) or (report and (report.pseudonymised_at or report.withdrawn_at)):
        return
    await known.keep_contact(session, fact, given_at)


async def keep_mail_choice(session: AsyncSession, fact: MailsChosenV1, chosen_at: datetime) -> None:
    """A reporter wants fewer mails, or all of them again. Raises TooEarly when we have not heard of the report."""
    if await known.report(session, fact.report_id) is None:
        raise TooEarly(f"report {fact.report_id}")
    await known.keep_mail_choice(session, fact, chosen_at)


async def keep_item(session: AsyncSession, fact: ItemPublishedV1) -> None:
    """A known item is new or changed."""
    item = Name(
        id=fact.item_id,
        kind="item",
        revision=fact.revision,
        name=fact.title,
        text=fact.short_answer,
        code=fact.code,
        public=fact.public,
        has_letter=fact.has_letter,
    )
    await known.keep_name(session, item)


async def keep_party(session: AsyncSession, fact: PartyListedV1, listed_at: datetime) -> None:
    """A party is new or changed."""
    party = Name(
        id=fact.party_id,
        kind="party",
        revision=_order(listed_at),
        name=fact.name,
        text=fact.abbreviation,
        public=False,
    )
    await known.keep_name(session, party)


async def keep_dossier(session: AsyncSession, fact: DossierOpenedV1, opened_at: datetime) -> None:
    """The team started a dossier."""
    dossier = Name(
        id=fact.dossier_id,
        kind="dossier",
        revision=_order(opened_at),
        name=fact.title,
        code=fact.reference,
        public=False,
    )
    await known.keep_name(session, dossier)


def _order(moment: datetime) -> int:
    return int(moment.timestamp() * 1_000_000)
