"""Who speaks for an organisation. Their names and addresses travel on CONTACTS, and stay out of the history."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.knowledge.forms import ContactForm
from services.knowledge.handlers.parties import PartyChanged, held
from services.knowledge.repository import parties as repository
from services.knowledge.tables import Contact, Party
from shared import history
from shared.contracts.knowledge import ContactsListedV1, ListedContact
from shared.ids import new_id
from shared.messaging import outbox

CONTACTS = "contacts"


class UnknownContact(LookupError):
    """Nobody of the organisation is known under this id (any more)."""


async def add_contact(session: AsyncSession, party_id: UUID, form: ContactForm, by: str) -> None:
    """Somebody speaks for an organisation from now on; who does already is changed. Raises UnknownParty."""
    party = await held(session, party_id)
    known = await repository.contacts_of(session, party_id)
    same = next((one for one in known if one.email.casefold() == form.email.casefold()), None)
    if same is None:
        session.add(Contact(id=new_id(), party_id=party_id, **form.content))
        await _changed(session, party, by, "Voegde een contactpersoon toe.")
    else:
        await _change(session, party, same, form, by)


async def change_contact(session: AsyncSession, party_id: UUID, contact_id: UUID, form: ContactForm, by: str) -> None:
    """Change who they are or what they are asked about. Raises UnknownParty, UnknownContact and PartyChanged."""
    party = await held(session, party_id)
    contact = await _known(session, party_id, contact_id)
    if contact.revision != form.revision and contact.model_dump(include=set(form.content)) != form.content:
        raise PartyChanged(await history.last_writer(session, party_id, CONTACTS))
    await _change(session, party, contact, form, by)


async def remove_contact(session: AsyncSession, party_id: UUID, contact_id: UUID, by: str) -> None:
    """Somebody speaks for it no more: their name and address are deleted. Raises UnknownParty, UnknownContact."""
    party = await held(session, party_id)
    await session.delete(await _known(session, party_id, contact_id))
    await _changed(session, party, by, "Haalde een contactpersoon weg.")


async def _known(session: AsyncSession, party_id: UUID, contact_id: UUID) -> Contact:
    contact = await repository.contact(session, party_id, contact_id)
    if contact is None:
        raise UnknownContact(contact_id)
    return contact


async def _change(session: AsyncSession, party: Party, contact: Contact, form: ContactForm, by: str) -> None:
    if contact.model_dump(include=set(form.content)) == form.content:
        return
    contact.sqlmodel_update(form.content)
    contact.revision += 1
    await _changed(session, party, by, "Paste een contactpersoon aan.")


async def _changed(session: AsyncSession, party: Party, by: str, what: str) -> None:
    party.contacts_revision += 1
    await session.flush()
    await history.write_down(session, party.id, by, what, topic=CONTACTS)
    contacts = tuple(
        ListedContact.model_validate(one, from_attributes=True)
        for one in await repository.contacts_of(session, party.id)
    )
    fact = ContactsListedV1(party_id=party.id, revision=party.contacts_revision, contacts=contacts)
    await outbox.add(session, fact)
