"""The queue: what waits for a decision, oldest deadline first."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response

from services.triage import domain, repository
from services.triage.domain import State
from services.triage.repository import VIEWS, QueueFilter
from services.triage.routes import waiting
from services.triage.routes.access import MayRead, Session
from services.triage.tables import Case
from shared import clock
from shared.contracts.vocabulary import ImposedBy, NextActor, ReturnReason
from shared.paging import Page
from shared.web.pages import page, see_other

router = APIRouter()
QUEUE = "/team/triage"
VIEW_LABELS = {
    "te-beoordelen": "Te beoordelen",
    "reactie-binnen": "Reactie binnen",
    "wacht-op-melder": "Wacht op melder",
    "alle-open": "Alle open",
    "afgehandeld": "Afgehandeld",
}
TAKEN_BACK = "Ingetrokken"
ACTOR_LABELS = {NextActor.REPORTER: "Melder", NextActor.TEAM: "Wij", NextActor.NOBODY: "Niemand"}


@router.get("/team")
async def show_team(_member: MayRead) -> Response:
    """The team's work starts at the queue."""
    return see_other(QUEUE)


@router.get(QUEUE)
async def show_queue(
    request: Request,
    _member: MayRead,
    session: Session,
    lijst: str = "te-beoordelen",
    q: Annotated[str, Query(max_length=100)] = "",
    van: str = "",
    pagina: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> Response:
    """One page of the queue, filtered as the address says."""
    wanted = QueueFilter(lijst if lijst in VIEWS else "te-beoordelen", q, van if van in set(ImposedBy) else "")
    cases = await repository.queue(session, wanted, pagina)
    total = await repository.count_queue(session, wanted)
    counts = await repository.counts(session)
    return page(
        request,
        "triage/queue.html",
        listed=Page(pagina, [row_of(case) for case in cases], total),
        waiting=await repository.count_waiting(session),
        late=await repository.count_late(session, clock.today()),
        tabs=[
            (_href(wanted, lijst=view), label, counts[view], view == wanted.view) for view, label in VIEW_LABELS.items()
        ],
        wanted=wanted,
        origins=tuple(ImposedBy),
        chips=_chips(wanted),
        clear=_href(QueueFilter(wanted.view)),
        numbered=f"{_href(wanted)}&pagina=",
    )


def row_of(case: Case) -> dict[str, object]:
    """One line of the queue, in words."""
    actor = NextActor.parse(case.next_actor)
    late = State.parse(case.state) in domain.WAITS_FOR_US and case.due_on < clock.today()
    return {
        "case": case,
        "origin": ImposedBy.parse(case.imposed_by).label,
        "state": TAKEN_BACK if case.withdrawn_at else State.parse(case.state).label,
        "due": _due(case),
        "came_back": ReturnReason.parse(case.came_back).label if case.came_back else "",
        "late": late,
        "actor": actor,
        "actor_name": case.next_actor_name or ACTOR_LABELS.get(actor, actor.label),
    }


def _due(case: Case) -> str:
    if State.parse(case.state) in domain.WAITS_FOR_US:
        return domain.due_text(case.due_on, clock.today())
    return waiting.due_text(case)


def _href(wanted: QueueFilter, **changes: object) -> str:
    asked = {"lijst": wanted.view, "q": wanted.words, "van": wanted.imposed_by} | changes
    return f"{QUEUE}?{urlencode({name: value for name, value in asked.items() if value})}"


def _chips(wanted: QueueFilter) -> list[tuple[str, str]]:
    chips = []
    if wanted.words:
        chips.append((f"Zoekt: {wanted.words}", _href(wanted, q="")))
    if wanted.imposed_by:
        chips.append((f"Van: {ImposedBy.parse(wanted.imposed_by).label}", _href(wanted, van="")))
    return chips
