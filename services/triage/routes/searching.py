"""Cases with certain words, whatever became of them."""

from fastapi import APIRouter, Request, Response

from services.triage import repository
from services.triage.domain import State
from services.triage.repository import searching
from services.triage.routes.access import MayRead, Session
from services.triage.routes.queue import QUEUE, TAKEN_BACK
from services.triage.tables import Case
from shared.contracts.vocabulary import ImposedBy
from shared.dutch import date_text
from shared.web.pages import see_other
from shared.web.search import REPORTS, SEARCH, Found, Searched, results

router = APIRouter()


@router.get(f"{SEARCH}/{REPORTS.code}")
async def find_cases(request: Request, _member: MayRead, session: Session, asked: Searched) -> Response:
    """The newest first; with a reference straight to its case."""
    reference = REPORTS.reference(asked.words)
    if reference and (case := await repository.case_with_reference(session, reference)):
        return see_other(f"{QUEUE}/{case.report_id}")
    cases, total = await searching.cases(session, asked) if asked.enough else ([], 0)
    return results(request, REPORTS, asked, [_found(case) for case in cases], total)


def _found(case: Case) -> Found:
    state = TAKEN_BACK if case.withdrawn_at else State.parse(case.state).label
    about = (state, ImposedBy.parse(case.imposed_by).label, f"Binnen op {date_text(case.submitted_at)}")
    return Found(f"{QUEUE}/{case.report_id}", case.title, str(case.report["story"]), case.reference, about)
