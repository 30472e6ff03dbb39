"""One case: what was reported, what happened since, and the decision."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from services.triage import domain, repository
from services.triage.domain import Decision, MoveNotAllowed, State
from services.triage.forms import CHOOSE, FORMS, MESSAGES
from services.triage.handlers.additions import read_additions
from services.triage.handlers.decisions import DECIDED, CaseChanged, GoneChoice, decide
from services.triage.handlers.tasks import takes_tasks
from services.triage.handlers.unlinking import undo_until_of
from services.triage.reading.likeness import MEANS, alike
from services.triage.reading.panel import Prepare, first_values, panel_of
from services.triage.reading.queue import untouched_since
from services.triage.reading.tasks import tasks_of
from services.triage.reading.timeline import Line, Timeline, timeline_of
from services.triage.repository import people
from services.triage.routes.access import MayDecide, MayRead, Session
from services.triage.routes.difference import difference, seen_of, standing
from services.triage.routes.queue import Colleagues, row_of
from services.triage.routes.reported import files_of, reported
from services.triage.routes.waiting import notes_of
from services.triage.tables import Case, KnownItem
from shared.contracts.doubts import DoubtReason
from shared.contracts.words import GONE
from shared.dutch import moment_text
from shared.history import last_writer
from shared.staff.permissions import Permission
from shared.themes.theme import Theme, offered
from shared.web.errors import NotFound
from shared.web.forms import Values, check_typed, posted
from shared.web.pages import page, see_other_saying

router = APIRouter()


@router.get("/team/triage/{report_id}")
async def show_case(request: Request, report_id: UUID, member: MayRead, session: Session) -> Response:
    """The case, with the decision panel for whoever may decide."""
    case = await case_or_not_found(session, report_id)
    return await case_page(request, session, case, may_decide=member.may(Permission.DECIDE))


@router.post("/team/triage/{report_id}/beslissing")
async def take_decision(request: Request, report_id: UUID, member: MayDecide, session: Session) -> Response:
    """Act on the decision a member took."""
    values = await posted(request)
    case = await case_or_not_found(session, report_id)
    try:
        decision = Decision.parse(values["decision"])
    except ValueError:
        return await case_page(request, session, case, values=values, errors={"decision": CHOOSE}, status=422)
    filled = await check_typed(request, values, FORMS[decision], MESSAGES)
    if filled.form is None:
        return await case_page(request, session, case, values=filled.values, errors=filled.errors, status=422)
    try:
        summary = await decide(session, report_id, decision, filled.form, member.name)
    except (CaseChanged, MoveNotAllowed):
        return await case_page(request, session, case, values=values, status=409)
    except GoneChoice as gone:
        errors = {gone.field: "Dit bestaat niet meer. Kies iets anders"}
        return await case_page(request, session, case, values=values, errors=errors, status=422)
    return see_other_saying(request, f"/team/triage/{report_id}", f"Opgeslagen. {summary}")


@router.post("/team/triage/{report_id}/aanvulling-gelezen")
async def note_read(request: Request, report_id: UUID, member: MayDecide, session: Session) -> Response:
    """What the reporter added is not new any more."""
    version = (await posted(request))["version"]
    is_read = version.isdecimal() and await read_additions(session, report_id, int(version), member.name)
    said = "Opgeslagen. De aanvulling is gelezen." if is_read else "Er is net iets veranderd. Kijk nog even."
    return see_other_saying(request, f"/team/triage/{report_id}", said)


async def case_or_not_found(session: Session, report_id: UUID) -> Case:
    """The case on a report. Raises NotFound, with what may be the matter."""
    case = await repository.case(session, report_id)
    if case is None:
        raise NotFound(
            "Deze melding staat niet in de wachtrij. Misschien is hij net verstuurd: probeer het zo opnieuw."
        )
    return case


async def case_page(
    request: Request,
    session: Session,
    case: Case,
    *,
    values: Values | None = None,
    errors: dict[str, str] | None = None,
    may_decide: bool = True,
    status: int = 200,
) -> Response:
    """The page of a case, as it is or with what was typed."""
    timeline = await timeline_of(session, case.report_id)
    party = await repository.party(session, case.party_id) if case.party_id else None
    colleagues = await people.colleagues(session)
    dossier = await repository.dossier(session, case.dossier_id) if case.dossier_id else None
    row = row_of(case, colleagues, untouched_since())
    stands = standing(case, row, dossier)
    return page(
        request,
        "triage/case.html",
        status=status,
        row=row,
        handlers=people.choices(colleagues),
        case=case,
        timeline=timeline,
        **_told(case, timeline),
        can_read_off=may_decide,
        dossier=dossier,
        **await _likeness(session, case),
        values=values or first_values(),
        errors=errors or {},
        seen=seen_of(stands, timeline),
        changed=difference(case, values, stands, timeline),
        **await _joined(session, case),
        **await _tasks(session, case, colleagues),
        notes=notes_of(case, party.name if party else case.next_actor_name),
        decided_by=await last_writer(session, case.report_id, DECIDED),
        can_decide=may_decide and case.state in domain.OPEN,
        undo_until=undo_until_of(case) if may_decide else None,
    )


def _told(case: Case, timeline: Timeline) -> dict[str, Any]:
    """What the reporter told, as far as it was not erased."""
    told = {"reported": reported(case), "files": files_of(case), "added": _added(timeline.lines)}
    return told | {"is_erased": case.title == GONE}


async def _joined(session: Session, case: Case) -> dict[str, Any]:
    """What this one joined or doubts, those that joined this one, and the other parts if it was split."""
    return {
        "doubt": await _doubt(session, case),
        "joined": await repository.case(session, case.joins_report_id) if case.joins_report_id else None,
        "joiners": await repository.joiners(session, case.report_id),
        "parts": await repository.parts_of(session, case),
        "states": {state.value: state.label for state in State},
    }


async def _tasks(session: Session, case: Case, colleagues: Colleagues) -> dict[str, Any]:
    """What still has to be done for the report, and how much of that is open."""
    found = await tasks_of(session, case.report_id, colleagues)
    still_open = sum(1 for one in found if not one.record.done_at)
    return {"tasks": found, "open_tasks": still_open, "takes_tasks": takes_tasks(case)}


async def _doubt(session: Session, case: Case) -> tuple[KnownItem | None, str] | None:
    """Which agreement does not work, if we know it, and why."""
    if case.doubts_item_id is None or case.doubts_reason is None:
        return None
    return await repository.item(session, case.doubts_item_id), DoubtReason.parse(case.doubts_reason).label


def _added(log: Sequence[Line]) -> list[dict[str, str]]:
    """What the reporter added, oldest first, with its moment."""
    added = [one for one in reversed(log) if one.who == domain.REPORTER and one.text.startswith(domain.ADDED)]
    return [{"text": one.text.removeprefix(domain.ADDED).strip(), "when": moment_text(one.at)} for one in added]


async def _likeness(session: Session, case: Case) -> dict[str, Any]:
    """What the case resembles, and what can be chosen because of that."""
    resembled = (await alike(session, [case.report_id])).get(case.report_id)
    panel = await panel_of(session, case, resembled or ())
    return {
        "resembled": resembled,
        "likeness_means": MEANS,
        "panel": panel,
        "prepare": Prepare(f"/team/triage/{case.report_id}/beslissing/tekst", "beslissing"),
        "theme": Theme(case.theme) if case.theme else None,
        "themes": offered(case.theme),
    }
