"""What accounts hears: which organisations there are, whose names are no patient's; who saw personal data; how mails of
links fared."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.accounts import handlers
from shared.contracts.cloud_event import CloudEvent
from shared.contracts.intake import PersonalDataSeenV1
from shared.contracts.knowledge import PartyListedV1
from shared.contracts.notifier import MailSettledV1
from shared.messaging.subscribing import FactSubscribers

facts = FactSubscribers("accounts")


@facts.hears(PartyListedV1)
async def on_party_listed(session: AsyncSession, event: CloudEvent[PartyListedV1]) -> None:
    await handlers.keep_party(session, event.data, event.time)


@facts.hears(MailSettledV1)
async def on_mail_settled(session: AsyncSession, event: CloudEvent[MailSettledV1]) -> None:
    await handlers.settle_mail(session, event.data)


@facts.hears(PersonalDataSeenV1)
async def on_personal_data_seen(session: AsyncSession, event: CloudEvent[PersonalDataSeenV1]) -> None:
    await handlers.note_seen(session, event.data, event.time)
