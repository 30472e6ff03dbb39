"""Organisations: the list, one of them, adding, changing, and taking off the list."""

from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.knowledge.forms import KINDS, PARTY, CheckForm, PartyForm
from services.knowledge.handlers import parties as handlers
from services.knowledge.repository import parties as repository
from services.knowledge.repository.parties import Sought
from services.knowledge.routes.access import MayArrange, MayRead, Number, Session
from services.knowledge.tables import Party
from shared import history
from shared.contracts.vocabulary import ImposedBy
from shared.staff.permissions import Permission
from shared.themes.theme import Theme
from shared.web.errors import Invalid, NotFound
from shared.web.forms import Values, fill, values_of
from shared.web.navigation import PARTIES
from shared.web.pages import page, see_other_saying

router = APIRouter(prefix=PARTIES)
LONGEST_QUESTION = 100
NO_SUCH_PARTY = "Deze organisatie kennen we niet. Zoek haar in de lijst."
CHANGED = "{} paste dit net aan. Bekijk hoe het nu is, en pas daarna aan wat je wilt."


def asked(q: str = "", soort: str = "", stand: str = "", pagina: Number = 1) -> Sought:
    """What somebody looks for, as it stands in the address; a kind that does not exist is no filter."""
    kind = soort if soort in set(ImposedBy) else ""
    return Sought(" ".join(q[:LONGEST_QUESTION].split()), kind, stand == "weg", pagina)


@router.get("")
async def show_list(
    request: Request, session: Session, _member: MayRead, sought: Annotated[Sought, Depends(asked)]
) -> Response:
    """The organisations, searched and filtered, a page at a time."""
    listed = await repository.listed(session, sought)
    occurring = await repository.kinds(session)
    return page(
        request,
        "knowledge/parties.html",
        listed=listed,
        sought=sought,
        contacts=await repository.counted_contacts(session, [party.id for party in listed.rows]),
        kinds=[kind for kind in ImposedBy if kind.value in occurring],
        kind_of=ImposedBy.parse,
        tabs=[(_address(sought, retired=gone), label, None, sought.retired is gone) for gone, label in _TABS],
        numbered=f"{_address(sought, retired=sought.retired)}&pagina=",
    )


@router.get("/nieuw")
async def show_new(request: Request, _member: MayArrange) -> Response:
    """The form for an organisation that is not on the list yet."""
    return page(request, "knowledge/party_edit.html", party=None, kinds=KINDS)


@router.post("/nieuw")
async def add(request: Request, session: Session, member: MayArrange) -> Response:
    """Put an organisation on the list."""
    filled = await fill(request, PartyForm, PARTY)
    errors = filled.errors
    if filled.form is not None:
        try:
            party = await handlers.add_party(session, filled.form, member.name)
            return see_other_saying(request, f"{PARTIES}/{party.id}", f"{party.name} staat op de lijst.")
        except handlers.NameTaken as taken:
            if all(getattr(taken.party, name) == value for name, value in filled.form.content.items()):
                # Pressed twice, or somebody was just first.
                return see_other_saying(
                    request, f"{PARTIES}/{taken.party.id}", f"{taken.party.name} staat op de lijst."
                )
            errors = {"name": _taken(taken.party)}
    return page(
        request, "knowledge/party_edit.html", status=422, party=None, kinds=KINDS, values=filled.values, errors=errors
    )


@router.get("/{party_id}")
async def show_party(request: Request, session: Session, member: MayRead, party_id: UUID) -> Response:
    """One organisation, who speaks for it, and what was changed."""
    party = await found(session, party_id)
    return page(
        request,
        "knowledge/party.html",
        party=party,
        kind=ImposedBy.parse(party.kind),
        contacts=await repository.contacts_of(session, party_id),
        about=about,
        entries=await history.history_of(session, party_id),
        may_arrange=member.may(Permission.ARRANGE),
    )


@router.get("/{party_id}/wijzigen")
async def show_change(request: Request, session: Session, _member: MayArrange, party_id: UUID) -> Response:
    """The form to change it."""
    return await _edit_page(request, session, party_id)


@router.post("/{party_id}/wijzigen")
async def change(request: Request, session: Session, member: MayArrange, party_id: UUID) -> Response:
    """Change what it is called and what it is."""
    filled = await fill(request, PartyForm, PARTY)
    if filled.form is None:
        return await _edit_page(request, session, party_id, filled.values, filled.errors)
    try:
        changed = await handlers.change_party(session, party_id, filled.form, member.name)
    except handlers.UnknownParty:
        raise NotFound(NO_SUCH_PARTY) from None
    except handlers.NameTaken as taken:
        return await _edit_page(request, session, party_id, filled.values, {"name": _taken(taken.party)})
    except handlers.PartyChanged as changed_by:
        errors = {"form": CHANGED.format(changed_by.by)}
        return await _edit_page(request, session, party_id, filled.values, errors, status=409)
    said = "Opgeslagen. Het geldt meteen, overal." if changed else "Er is niets veranderd."
    return see_other_saying(request, f"{PARTIES}/{party_id}", said)


@router.get("/{party_id}/van-de-lijst")
async def ask_retire(request: Request, session: Session, _member: MayArrange, party_id: UUID) -> Response:
    """Sure?"""
    party = await found(session, party_id)
    if party.retired_at is not None:
        return see_other_saying(request, f"{PARTIES}/{party_id}", "Deze organisatie is al van de lijst.")
    return page(request, "knowledge/party_retire.html", party=party)


@router.post("/{party_id}/van-de-lijst")
async def retire(request: Request, session: Session, member: MayArrange, party_id: UUID) -> Response:
    """Offer it no more."""
    filled = await fill(request, CheckForm, PARTY)
    if filled.form is None:
        raise Invalid()
    try:
        await handlers.retire_party(session, party_id, filled.form.revision, member.name)
    except handlers.UnknownParty:
        raise NotFound(NO_SUCH_PARTY) from None
    except handlers.PartyChanged as changed:
        return see_other_saying(request, f"{PARTIES}/{party_id}", f"{changed.by} paste dit net aan. Kijk het eerst na.")
    return see_other_saying(
        request, f"{PARTIES}/{party_id}", "De organisatie is van de lijst. Je kunt haar terugzetten."
    )


@router.post("/{party_id}/terug")
async def bring_back(request: Request, session: Session, member: MayArrange, party_id: UUID) -> Response:
    """Offer it again."""
    try:
        await handlers.bring_back(session, party_id, member.name)
    except handlers.UnknownParty:
        raise NotFound(NO_SUCH_PARTY) from None
    return see_other_saying(request, f"{PARTIES}/{party_id}", "De organisatie staat weer op de lijst.")


def about(themes: list[str]) -> str:
    """What somebody is asked about, in words."""
    return ", ".join(Theme(theme).label for theme in themes) or "Alles"


async def found(session: AsyncSession, party_id: UUID) -> Party:
    """The organisation at this address. Raises NotFound."""
    party = await repository.party(session, party_id)
    if party is None:
        raise NotFound(NO_SUCH_PARTY, title="Deze organisatie kennen we niet")
    return party


async def _edit_page(
    request: Request,
    session: AsyncSession,
    party_id: UUID,
    values: Values | None = None,
    errors: dict[str, str] | None = None,
    *,
    status: int = 422,
) -> Response:
    party = await found(session, party_id)
    known = values_of({**party.model_dump(), "takes_handovers": "ja" if party.takes_handovers else None})
    return page(
        request,
        "knowledge/party_edit.html",
        status=status if errors else 200,
        party=party,
        kind=ImposedBy.parse(party.kind),
        # After a warning the next try is about what is there now.
        revision=values["revision"] if values and status != 409 else party.revision,
        kinds=KINDS,
        values=values or known,
        errors=errors or {},
    )


_TABS = ((False, "Op de lijst"), (True, "Van de lijst gehaald"))


def _address(sought: Sought, *, retired: bool) -> str:
    kept = {"q": sought.words, "soort": sought.kind, "stand": "weg" if retired else ""}
    return f"{PARTIES}?{urlencode({name: value for name, value in kept.items() if value or name == 'q'})}"


def _taken(party: Party) -> str:
    if party.retired_at is not None:
        return f"{party.name} is van de lijst gehaald. Zoek haar bij ‘Van de lijst gehaald’ en zet haar terug"
    return "Zo heet al een organisatie op de lijst"
