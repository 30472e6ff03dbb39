"""Names that are no patient's: the list, and what was changed about it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.accounts import handlers
from services.accounts.domain import AuditAction
from services.accounts.forms import COMMON, NAME, NAME_MESSAGES, ON_IT_ALREADY, SURE, NameForm
from services.accounts.routes.access import MayAllowNames, Session
from services.accounts.tables import AuditEntry
from shared.privacy.allowed import NamedThing
from shared.privacy.lists import are_called
from shared.web.forms import Filled, Values, fill
from shared.web.navigation import NAMES
from shared.web.pages import page, see_other_saying

router = APIRouter()
LOG = f"{NAMES}/logboek"


@router.get(NAMES)
async def show_names(request: Request, _member: MayAllowNames, session: Session) -> Response:
    """The whole list, with the form to add to it."""
    return await _page(request, session)


@router.post(NAMES)
async def add_name(request: Request, member: MayAllowNames, session: Session) -> Response:
    """Put a name on the list; one that people have too only when somebody is sure."""
    filled = await fill(request, NameForm, NAME_MESSAGES)
    if filled.form is None:
        return await _page(request, session, filled)
    name = filled.form.name
    if not filled.form.sure and are_called(name):
        return await _page(request, session, Filled(filled.values, None, {SURE: COMMON}))
    if not await handlers.allow_name(session, name, filled.form.belongs_to, by=member):
        return await _page(request, session, Filled(filled.values, None, {NAME: ON_IT_ALREADY}))
    return see_other_saying(request, NAMES, f"‘{name}’ staat op de lijst. Binnen een paar tellen geldt het overal.")


@router.post(NAMES + "/{name_id}/weghalen")
async def take_off(request: Request, member: MayAllowNames, session: Session, name_id: UUID) -> Response:
    """Take a name off the list."""
    listed = next((one for one in await handlers.allowed_names(session) if one.id == name_id), None)
    if listed is None or not await handlers.take_name_off(session, listed, by=member):
        return see_other_saying(request, NAMES, "Deze naam stond niet meer op de lijst.")
    return see_other_saying(request, NAMES, f"‘{listed.name}’ is van de lijst. Je kunt de naam weer toevoegen.")


@router.get(LOG)
async def show_log(
    request: Request, _member: MayAllowNames, session: Session, pagina: Annotated[int, Query(ge=1, le=100_000)] = 1
) -> Response:
    """One page of what was changed, newest first."""
    listed = await handlers.changes_of_names(session, pagina)
    return page(
        request,
        "accounts/names_log.html",
        listed=listed,
        who=_who,
        said=_said,
        numbered=f"{LOG}?pagina=",
        tabs=_tabs(LOG),
    )


async def _page(request: Request, session: AsyncSession, filled: Filled[NameForm] | None = None) -> Response:
    listed = await handlers.allowed_names(session)
    return page(
        request,
        "accounts/names.html",
        status=422 if filled else 200,
        left_out=await handlers.parties_left_out(session),
        groups=[(kind, [one for one in listed if one.belongs_to is kind]) for kind in NamedThing],
        kinds=list(NamedThing),
        values=filled.values if filled else Values(),
        errors=filled.errors if filled else {},
        tabs=_tabs(NAMES),
    )


def _tabs(here: str) -> list[tuple[str, str, None, bool]]:
    return [(address, label, None, address == here) for address, label in ((NAMES, "De lijst"), (LOG, "Logboek"))]


def _who(entry: AuditEntry) -> str:
    return entry.actor_name or "Vanzelf, uit de lijst van organisaties"


def _said(entry: AuditEntry) -> str:
    done = "Zette op de lijst" if entry.action == AuditAction.NAME_ALLOWED else "Haalde van de lijst"
    return f"{done}: {entry.details['name']} ({NamedThing.parse(entry.details['belongs_to']).label.lower()})"
