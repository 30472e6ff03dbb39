"""The people of the team: who is on it, and what may be changed about that."""

from collections.abc import Awaitable, Mapping
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from services.accounts import handlers, reading
from services.accounts.domain import (
    ChangedMeanwhile,
    EmailTaken,
    LastLead,
    MemberState,
    OwnAccount,
    UnknownMember,
)
from services.accounts.forms import AWAY_MESSAGES, EMAIL, EMAIL_TAKEN, PERSON_MESSAGES, ROLE, InviteForm, RoleForm
from services.accounts.routes import absences
from services.accounts.routes.access import MayAdminister, Session, SignedIn
from shared.contracts.vocabulary import Role
from shared.web.errors import NotFound
from shared.web.forms import Values, fill, values_of
from shared.web.link_key import LinkKey
from shared.web.navigation import PEOPLE
from shared.web.pages import page, see_other_saying

router = APIRouter()
PERSON = f"{PEOPLE}/{{member_id}}"
INVITE = f"{PEOPLE}/uitnodigen"
ROLES = [
    (Role.READER.value, Role.READER.label, "Leest mee met alles, zonder gegevens van melders."),
    (Role.EDITOR.value, Role.EDITOR.label, "Leest mee en beheert de kennis."),
    (Role.RESEARCHER.value, Role.RESEARCHER.label, "Beoordeelt, onderzoekt en ziet wie iets meldde."),
    (Role.LEAD.value, Role.LEAD.label, "Alles van een onderzoeker. Ook doorzetten, kennis en mensen."),
    (Role.ADMINISTRATOR.value, Role.ADMINISTRATOR.label, "Leest mee. Beheert mensen, namen en techniek."),
]
REFUSED: Mapping[type[Exception], str] = {
    LastLead: "Dit is de laatste projectleider. Maak eerst iemand anders projectleider.",
    OwnAccount: "Je eigen rol en account laat je door een collega veranderen.",
    ChangedMeanwhile: "Iemand paste dit net aan. Kijk hoe het nu is.",
}


@router.get(PEOPLE)
async def show_people(request: Request, _member: SignedIn, session: Session) -> Response:
    """Everybody of the team."""
    here, left = await reading.people(session)
    return page(request, "accounts/people.html", people=here, left=left)


@router.get(INVITE)
async def show_invite(request: Request, _member: MayAdminister) -> Response:
    """The form for a new colleague."""
    return page(request, "accounts/invite.html", roles=ROLES)


@router.post(INVITE)
async def invite(request: Request, member: MayAdminister, session: Session, key: LinkKey) -> Response:
    """Mail an invitation."""
    filled = await fill(request, InviteForm, PERSON_MESSAGES)
    errors, form = filled.errors, filled.form
    if form is not None:
        try:
            await handlers.invite(session, name=form.name, email=form.email, role=form.role, key=key, by=member)
        except EmailTaken:
            errors = {EMAIL: EMAIL_TAKEN}
        else:
            return see_other_saying(request, PEOPLE, f"{form.name} krijgt een mail om mee te doen.")
    return page(request, "accounts/invite.html", status=422, values=filled.values, errors=errors, roles=ROLES)


@router.get(PERSON)
async def show_person(request: Request, _member: MayAdminister, session: Session, member_id: UUID) -> Response:
    """One colleague, with what may be changed."""
    return await _page(request, session, member_id)


@router.post(f"{PERSON}/rol")
async def change_role(request: Request, member: MayAdminister, session: Session, member_id: UUID) -> Response:
    """Give them another role; it counts at once."""
    filled = await fill(request, RoleForm, PERSON_MESSAGES)
    if filled.form is None:
        return await _page(request, session, member_id, status=422, values=filled.values, errors=filled.errors)
    change = handlers.change_role(session, member_id, filled.form.role, seen=filled.form.seen, by=member)
    return await _done(request, session, member_id, change, f"De rol is nu: {filled.form.role.label.lower()}.")


@router.post(f"{PERSON}/pauze")
async def pause(request: Request, member: MayAdminister, session: Session, member_id: UUID) -> Response:
    """Let them in no more for a while."""
    change = handlers.pause(session, member_id, by=member)
    return await _done(request, session, member_id, change, "Gepauzeerd. Inloggen kan nu niet meer.")


@router.post(f"{PERSON}/weg")
async def go_away(request: Request, member: MayAdminister, session: Session, member_id: UUID) -> Response:
    """Let them be away until a day."""
    try:
        filled = await absences.go_away(request, session, member_id, AWAY_MESSAGES, by=member)
    except (UnknownMember, ChangedMeanwhile) as refused:
        return await _refused(request, session, member_id, refused)
    if filled.form is None:
        return await _page(request, session, member_id, status=422, values=filled.values, errors=filled.errors)
    return see_other_saying(request, f"{_address(member_id)}#weg", f"Opgeslagen. Weg {absences.until(filled)}.")


@router.post(f"{PERSON}/terug")
async def be_back(request: Request, member: MayAdminister, session: Session, member_id: UUID) -> Response:
    """They are here again."""
    change = handlers.be_back(session, member_id, by=member)
    return await _done(request, session, member_id, change, "Je collega is er weer.")


@router.post(f"{PERSON}/verder")
async def resume(request: Request, member: MayAdminister, session: Session, member_id: UUID) -> Response:
    """Let them in again."""
    return await _done(
        request, session, member_id, handlers.resume(session, member_id, by=member), "Inloggen kan weer."
    )


@router.get(f"{PERSON}/stoppen")
async def ask_end(request: Request, _member: MayAdminister, session: Session, member_id: UUID) -> Response:
    """Sure?"""
    found = await reading.colleague(session, member_id)
    if found is None or found.member.state is MemberState.ENDED:
        raise NotFound()
    return page(request, "accounts/end.html", colleague=found, back=_address(member_id))


@router.post(f"{PERSON}/stoppen")
async def end(request: Request, member: MayAdminister, session: Session, member_id: UUID) -> Response:
    """Take them off the team, or the invitation back."""
    return await _done(
        request, session, member_id, handlers.end(session, member_id, by=member), "Gestopt. Dit geldt nu overal."
    )


@router.post(f"{PERSON}/app")
async def free_app(request: Request, member: MayAdminister, session: Session, member_id: UUID) -> Response:
    """They lost app and recovery codes: let them set up another one."""
    change = handlers.let_set_up_anew(session, member_id, by=member)
    return await _done(request, session, member_id, change, "De app is los. Bij het inloggen komt er een nieuwe.")


@router.post(f"{PERSON}/uitnodiging")
async def invite_again(
    request: Request, member: MayAdminister, session: Session, member_id: UUID, key: LinkKey
) -> Response:
    """Mail the invitation once more."""
    change = handlers.invite_again(session, member_id, key=key, by=member)
    return await _done(
        request, session, member_id, change, "Er is een nieuwe mail onderweg. De vorige link werkt niet meer."
    )


async def _done(
    request: Request, session: Session, member_id: UUID, change: Awaitable[bool | None], done: str
) -> Response:
    try:
        said = "Er ging net al een mail uit. Wacht even." if await change is False else done
    except (UnknownMember, LastLead, OwnAccount, ChangedMeanwhile) as refused:
        return await _refused(request, session, member_id, refused)
    return see_other_saying(request, _address(member_id), said)


async def _refused(request: Request, session: Session, member_id: UUID, refused: Exception) -> Response:
    if isinstance(refused, UnknownMember):
        raise NotFound() from None
    return await _page(request, session, member_id, status=409, refused=REFUSED[type(refused)])


async def _page(
    request: Request,
    session: Session,
    member_id: UUID,
    *,
    values: Values | None = None,
    refused: str = "",
    **shown: Any,
) -> Response:
    found = await reading.colleague(session, member_id)
    if found is None:
        raise NotFound()
    known = values_of({ROLE: found.role.value}).over(absences.values(found.member))
    values = values.over(known) if values else known
    absence = await absences.shown(session, found.member)
    shown |= {"colleague": found, "roles": ROLES, "values": values, "refused": refused, "absence": absence}
    return page(request, "accounts/person.html", **shown)


def _address(member_id: UUID) -> str:
    return f"{PEOPLE}/{member_id}"
