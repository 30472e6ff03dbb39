"""Who speaks for an organisation: adding, changing and taking away."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.knowledge.forms import CONTACT, ContactForm
from services.knowledge.handlers import contacts as handlers
from services.knowledge.handlers.parties import PartyChanged, UnknownParty
from services.knowledge.repository import parties as repository
from services.knowledge.routes.access import MayArrange, Session
from services.knowledge.routes.parties import CHANGED, NO_SUCH_PARTY, about, found
from services.knowledge.tables import Contact
from shared.themes.theme import offered
from shared.web.errors import NotFound
from shared.web.forms import Values, fill, values_of
from shared.web.navigation import PARTIES
from shared.web.pages import page, see_other_saying

router = APIRouter(prefix=PARTIES + "/{party_id}/contacten")
NOBODY = "Deze contactpersoon staat er niet (meer)."


@router.get("/nieuw")
async def show_new(request: Request, session: Session, _member: MayArrange, party_id: UUID) -> Response:
    """The form for somebody new."""
    return await _page(request, session, party_id, None)


@router.post("/nieuw")
async def add(request: Request, session: Session, member: MayArrange, party_id: UUID) -> Response:
    """Somebody speaks for the organisation from now on."""
    filled = await fill(request, ContactForm, CONTACT)
    if filled.form is None:
        return await _page(request, session, party_id, None, filled.values, filled.errors)
    try:
        await handlers.add_contact(session, party_id, filled.form, member.name)
    except UnknownParty:
        raise NotFound(NO_SUCH_PARTY) from None
    return see_other_saying(request, f"{PARTIES}/{party_id}", f"{filled.form.name} staat bij de contactpersonen.")


@router.get("/{contact_id}")
async def show_contact(
    request: Request, session: Session, _member: MayArrange, party_id: UUID, contact_id: UUID
) -> Response:
    """The form to change somebody."""
    return await _page(request, session, party_id, await _known(session, party_id, contact_id))


@router.post("/{contact_id}")
async def change(request: Request, session: Session, member: MayArrange, party_id: UUID, contact_id: UUID) -> Response:
    """Change who they are, or what they are asked about."""
    filled = await fill(request, ContactForm, CONTACT)
    contact = await _known(session, party_id, contact_id)
    if filled.form is None:
        return await _page(request, session, party_id, contact, filled.values, filled.errors)
    try:
        await handlers.change_contact(session, party_id, contact_id, filled.form, member.name)
    except PartyChanged as changed:
        errors = {"form": CHANGED.format(changed.by)}
        return await _page(request, session, party_id, contact, filled.values, errors, status=409)
    return see_other_saying(request, f"{PARTIES}/{party_id}", "Opgeslagen.")


@router.post("/{contact_id}/weg")
async def remove(request: Request, session: Session, member: MayArrange, party_id: UUID, contact_id: UUID) -> Response:
    """Delete their name and address."""
    try:
        await handlers.remove_contact(session, party_id, contact_id, member.name)
    except (UnknownParty, handlers.UnknownContact):
        return see_other_saying(request, f"{PARTIES}/{party_id}", NOBODY)
    return see_other_saying(request, f"{PARTIES}/{party_id}", "De contactpersoon is weg. Naam en adres zijn gewist.")


async def _known(session: AsyncSession, party_id: UUID, contact_id: UUID) -> Contact:
    contact = await repository.contact(session, party_id, contact_id)
    if contact is None:
        raise NotFound(NOBODY)
    return contact


async def _page(
    request: Request,
    session: AsyncSession,
    party_id: UUID,
    contact: Contact | None,
    values: Values | None = None,
    errors: dict[str, str] | None = None,
    *,
    status: int = 422,
) -> Response:
    return page(
        request,
        "knowledge/contact.html",
        status=status if errors else 200,
        party=await found(session, party_id),
        contact=contact,
        revision=values["revision"] if values and contact and status != 409 else contact.revision if contact else 0,
        themes=offered(*(contact.themes if contact else [])),
        about=about,
        values=values or values_of(contact.model_dump() if contact else {}),
        errors=errors or {},
    )
