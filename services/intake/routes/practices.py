"""The practices of the region: the list, one of them, and bringing in many at once."""

from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from services.intake.forms import PracticeForm, PracticesForm
from services.intake.handlers import practices as handlers
from services.intake.messages import PRACTICE, PRACTICES
from services.intake.practice_list import read_list
from services.intake.repository import practices as repository
from services.intake.repository.practices import Sought
from services.intake.routes.draft_cookie import Session
from shared import history
from shared.dutch import count_text
from shared.staff.member import Member
from shared.staff.permissions import Permission
from shared.staff.signed_in import allow
from shared.web.errors import NotFound
from shared.web.forms import Values, fill, values_of
from shared.web.navigation import PRACTICES as HERE
from shared.web.pages import page, see_other_saying

router = APIRouter(prefix=HERE, include_in_schema=False)
MayArrange = Annotated[Member, Depends(allow("intake", Permission.ARRANGE))]
Number = Annotated[int, Query(ge=1, le=10_000)]
LONGEST_QUESTION = 100
UNKNOWN = "Deze praktijk kennen we niet. Zoek haar in de lijst."
CHANGED = "{} paste dit net aan. Bekijk hoe het nu is, en pas daarna aan wat je wilt."
TABS = ((False, "Op de lijst"), (True, "Van de lijst gehaald"))


def asked(q: str = "", regio: str = "", stand: str = "", pagina: Number = 1) -> Sought:
    """What somebody looks for, as it stands in the address."""
    return Sought(" ".join(q[:LONGEST_QUESTION].split()), regio[:LONGEST_QUESTION], stand == "weg", pagina)


@router.get("")
async def show_list(
    request: Request, session: Session, _member: MayArrange, sought: Annotated[Sought, Depends(asked)]
) -> Response:
    """The practices, searched and filtered, a page at a time."""
    return page(
        request,
        "intake/practices.html",
        listed=await repository.listed(session, sought),
        sought=sought,
        regions=[(region, region) for region in await repository.regions(session)],
        tabs=[(_address(sought, retired=gone), label, None, sought.retired is gone) for gone, label in TABS],
        numbered=f"{_address(sought, retired=sought.retired)}&pagina=",
    )


@router.get("/nieuw")
async def show_new(request: Request, session: Session, _member: MayArrange) -> Response:
    """The form for a practice that is not on the list yet."""
    return await _edit_page(request, session, None)


@router.post("/nieuw")
async def add(request: Request, session: Session, member: MayArrange) -> Response:
    """Put a practice on the list."""
    filled = await fill(request, PracticeForm, PRACTICE)
    if filled.form is None:
        return await _edit_page(request, session, None, filled.values, filled.errors)
    try:
        practice = await handlers.add_practice(session, filled.form, member.name)
    except handlers.CodeTaken as taken:
        if taken.practice.name == filled.form.name:
            # Pressed twice, or somebody was just first.
            return see_other_saying(request, f"{HERE}/{taken.practice.id}", f"{taken.practice.name} staat op de lijst.")
        return await _edit_page(request, session, None, filled.values, {"agb_code": _taken(taken)})
    return see_other_saying(request, f"{HERE}/{practice.id}", f"{practice.name} staat op de lijst.")


@router.get("/lijst")
async def show_bring_in(request: Request, _member: MayArrange) -> Response:
    """Where a list is put that was copied from a spreadsheet."""
    return page(request, "intake/practices_import.html", faults=(), right=0)


@router.post("/lijst")
async def bring_in(request: Request, session: Session, member: MayArrange) -> Response:
    """Bring in a list: nothing when a line is wrong, unless somebody wants the others."""
    filled = await fill(request, PracticesForm, PRACTICES)
    read = read_list(filled.form.lines) if filled.form else None
    if filled.form is None or read is None or (read.faults and not filled.form.skip) or not read.practices:
        faults = read.faults if read else ()
        wrong = {"lines": f"{count_text(len(faults), 'regel klopt', 'regels kloppen')} niet. Er is nog niets bewaard"}
        return page(
            request,
            "intake/practices_import.html",
            status=422,
            values=filled.values,
            errors=filled.errors or wrong,
            faults=faults[:100],
            right=len(read.practices) if read else 0,
        )
    added, changed = await handlers.bring_in(session, read.practices, member.name)
    said = f"{added} nieuw, {changed} gewijzigd, {len(read.practices) - added - changed} gelijk gebleven."
    return see_other_saying(request, HERE, f"De lijst is bewaard: {said}")


@router.get("/{practice_id}")
async def show_change(request: Request, session: Session, _member: MayArrange, practice_id: UUID) -> Response:
    """One practice, to look at and to change."""
    return await _edit_page(request, session, practice_id)


@router.post("/{practice_id}")
async def change(request: Request, session: Session, member: MayArrange, practice_id: UUID) -> Response:
    """Change what it is called and where it is."""
    filled = await fill(request, PracticeForm, PRACTICE)
    if filled.form is None:
        return await _edit_page(request, session, practice_id, filled.values, filled.errors)
    try:
        await handlers.change_practice(session, practice_id, filled.form, member.name)
    except handlers.UnknownPractice:
        raise NotFound(UNKNOWN) from None
    except handlers.CodeTaken as taken:
        return await _edit_page(request, session, practice_id, filled.values, {"agb_code": _taken(taken)})
    except handlers.PracticeChanged as changed:
        errors = {"form": CHANGED.format(changed.by)}
        return await _edit_page(request, session, practice_id, filled.values, errors, status=409)
    return see_other_saying(request, f"{HERE}/{practice_id}", "Opgeslagen.")


@router.post("/{practice_id}/van-de-lijst")
async def retire(request: Request, session: Session, member: MayArrange, practice_id: UUID) -> Response:
    """Offer it no more."""
    try:
        await handlers.retire_practice(session, practice_id, member.name)
    except handlers.UnknownPractice:
        raise NotFound(UNKNOWN) from None
    return see_other_saying(request, f"{HERE}/{practice_id}", "De praktijk is van de lijst. Je kunt haar terugzetten.")


@router.post("/{practice_id}/terug")
async def bring_back(request: Request, session: Session, member: MayArrange, practice_id: UUID) -> Response:
    """Offer it again."""
    try:
        await handlers.bring_back(session, practice_id, member.name)
    except handlers.UnknownPractice:
        raise NotFound(UNKNOWN) from None
    return see_other_saying(request, f"{HERE}/{practice_id}", "De praktijk staat weer op de lijst.")


async def _edit_page(
    request: Request,
    session: Session,
    practice_id: UUID | None,
    values: Values | None = None,
    errors: dict[str, str] | None = None,
    *,
    status: int = 422,
) -> Response:
    practice = await repository.practice(session, practice_id) if practice_id else None
    if practice_id and practice is None:
        raise NotFound(UNKNOWN, title="Deze praktijk kennen we niet")
    return page(
        request,
        "intake/practice.html",
        status=status if errors else 200,
        practice=practice,
        # After a warning the next try is about what is there now.
        revision=values["revision"] if values and status != 409 else practice.revision if practice else 0,
        regions=await repository.regions(session),
        entries=await history.history_of(session, practice_id) if practice_id else (),
        values=values or values_of(practice.model_dump() if practice else {}),
        errors=errors or {},
    )


def _address(sought: Sought, *, retired: bool) -> str:
    kept = {"q": sought.words, "regio": sought.region, "stand": "weg" if retired else ""}
    return f"{HERE}?{urlencode({name: value for name, value in kept.items() if value or name == 'q'})}"


def _taken(taken: handlers.CodeTaken) -> str:
    return f"Deze AGB-code is van {taken.practice.name}"
