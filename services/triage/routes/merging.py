"""Two reports that tell the same: compared side by side, merged, and taken apart again."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from services.triage import repository
from services.triage.domain import State
from services.triage.forms import MESSAGES, MergeForm
from services.triage.handlers.decisions import CaseChanged
from services.triage.handlers.merging import CannotMerge, merge, refusal, take_apart
from services.triage.reading.comparing import side_of_case
from services.triage.routes.access import MayDecide, Session
from services.triage.routes.case import case_or_not_found
from services.triage.routes.comparing import side_by_side
from services.triage.tables import Case
from shared.web.forms import Values, check_typed, posted, values_of
from shared.web.pages import page, see_other_saying

router = APIRouter()
CHANGED = "Er is net iets veranderd aan deze melding. Kijk nog even"


@router.get("/team/triage/{report_id}/samenvoegen")
async def choose(request: Request, report_id: UUID, _member: MayDecide, session: Session) -> Response:
    """Which report tells the same; once that is known, both side by side."""
    case = await case_or_not_found(session, report_id)
    values = values_of({"met": request.query_params.get("met", "").strip().upper()})
    other = await repository.case_of_reference(session, values["met"]) if values["met"] else None
    return _merge_page(request, case, other, values, _not_this_one(case, other, values["met"]))


@router.post("/team/triage/{report_id}/samenvoegen")
async def merge_cases(request: Request, report_id: UUID, member: MayDecide, session: Session) -> Response:
    """Merge the report into the other."""
    values = await posted(request)
    case = await case_or_not_found(session, report_id)
    filled = await check_typed(request, values, MergeForm, MESSAGES)
    if filled.form is None:
        other = await repository.case_of_reference(session, values["met"])
        return _merge_page(request, case, other, filled.values, filled.errors)
    form = filled.form
    try:
        into = await merge(session, report_id, form.into_id, form.version, form.reason, member.name)
    except (CaseChanged, CannotMerge, LookupError) as against:
        other = await repository.case(session, form.into_id)
        why = str(against) if isinstance(against, CannotMerge) else CHANGED
        return _merge_page(request, case, other, values, {"reason": why}, status=409)
    said = f"Opgeslagen. {case.reference} gaat mee met {into.reference}."
    return see_other_saying(request, f"/team/triage/{into.report_id}", said)


@router.post("/team/triage/{report_id}/losmaken")
async def separate(request: Request, report_id: UUID, member: MayDecide, session: Session) -> Response:
    """Let a merged report go its own way again."""
    version = (await posted(request))["version"]
    case = await case_or_not_found(session, report_id)
    address = f"/team/triage/{report_id}"
    try:
        await take_apart(session, report_id, int(version) if version.isdecimal() else 0, member.name)
    except CaseChanged:
        return see_other_saying(request, address, f"{CHANGED}.")
    return see_other_saying(request, address, f"Opgeslagen. {case.reference} gaat weer een eigen weg.")


def _not_this_one(case: Case, other: Case | None, reference: str) -> dict[str, str]:
    if not reference:
        return {}
    why = refusal(case, other) if other else "Deze melding staat niet in de wachtrij. Klopt het kenmerk?"
    return {"met": why} if why else {}


def _merge_page(
    request: Request,
    case: Case,
    other: Case | None,
    values: Values,
    errors: dict[str, str],
    status: int | None = None,
) -> Response:
    sides = [] if other is None or "met" in errors else side_by_side(side_of_case(case), side_of_case(other))
    return page(
        request,
        "triage/merge.html",
        status=status or (422 if errors else 200),
        case=case,
        other=other if sides else None,
        sides=sides,
        same_practice=bool(other and other.practice_id == case.practice_id),
        is_decided=bool(other and other.state not in (State.NEW, State.QUESTION_OPEN, State.REOPEN_REQUESTED)),
        values=values,
        errors=errors,
    )
