"""The queue: what waits for a decision, oldest deadline first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fastapi import APIRouter, Request, Response

from services.triage import domain
from services.triage.domain import State
from services.triage.handlers.chosen import Chosen
from services.triage.queue_filter import MINE, NOBODYS, UNKNOWN_REGION, Kind, Order, Period, QueueFilter, View
from services.triage.reading.likeness import MEANS, Alikes, alike, summed_up
from services.triage.reading.queue import asked_by, counted_text, stretch, tab_count
from services.triage.repository import people, queue, saved_filters
from services.triage.repository.people import Colleague
from services.triage.repository.queue import Counts
from services.triage.routes import waiting
from services.triage.routes.access import MayRead, Session
from services.triage.routes.reported import reckoned_of
from services.triage.tables import Case
from shared import clock
from shared.contracts.vocabulary import ImposedBy, NextActor, ReturnReason
from shared.dutch import count_text
from shared.staff.permissions import Permission
from shared.themes.theme import to_look_for
from shared.web.pages import page, see_other

router = APIRouter()
QUEUE = "/team/triage"
TAKEN_BACK = "Ingetrokken"
ACTOR_LABELS = {NextActor.REPORTER: "Melder", NextActor.TEAM: "Wij", NextActor.NOBODY: "Niemand"}
Colleagues = Mapping[UUID, Colleague]


@router.get("/team")
async def show_team(_member: MayRead) -> Response:
    """The team's work starts at the queue."""
    return see_other(QUEUE)


@router.get(QUEUE)
async def show_queue(request: Request, member: MayRead, session: Session, na: str = "", voor: str = "") -> Response:
    """A stretch of the queue, filtered as the address says."""
    wanted = QueueFilter.read(request.query_params)
    asked = asked_by(wanted, member.id)
    counts = await queue.counts(session, asked.untouched_since)
    everything = None if any(wanted.narrowed_by()) else counts.tabs[wanted.view]
    found = await stretch(session, asked, na, voor, total=everything)
    colleagues = await people.colleagues(session)
    resembled = await alike(session, [case.report_id for case in found.cases])
    return page(
        request,
        "triage/queue.html",
        listed=found,
        rows=[row_of(case, colleagues, asked.untouched_since, resembled.get(case.report_id)) for case in found.cases],
        likeness_means=MEANS,
        previous=href(wanted, voor=found.previous) if found.previous else "",
        next=href(wanted, na=found.next) if found.next else "",
        above=_above(counts, asked.untouched_since),
        tabs=[(href(wanted.but(view=one)), one.label, tab_count(counts.tabs[one]), one is wanted.view) for one in View],
        wanted=wanted,
        query=wanted.query(),
        kept=[(f"{QUEUE}?{one.query}", one) for one in await saved_filters.of_member(session, member.id)],
        choices=_choices(colleagues) | {"regio": _regions(await queue.regions(session), wanted.region)},
        chips=list(_chips(wanted, colleagues)),
        clear=href(wanted.cleared()),
        orders=[(href(wanted.but(order=order)), order.label, order is wanted.order) for order in Order],
        handled=wanted.view is View.HANDLED,
        can_choose=member.may(Permission.DECIDE) and wanted.view is not View.HANDLED,
    )


@dataclass(frozen=True)
class Above:
    """What is said above the list; `untouched` links to what is left lying."""

    waiting: str
    late: str
    untouched: str
    untouched_href: str


def _above(counts: Counts, untouched_since: datetime) -> Above:
    days = count_text((clock.now() - untouched_since).days, "dag", "dagen")
    lying = counted_text(counts.untouched, "melding is", "meldingen zijn")
    return Above(
        f"{counted_text(counts.waiting, 'melding wacht', 'meldingen wachten')} op een beslissing.".capitalize(),
        f"{counted_text(counts.late, 'is', 'zijn')} over de afgesproken tijd.".capitalize() if counts.late else "",
        f"{lying} al {days} door niemand aangeraakt.".capitalize() if counts.untouched else "",
        href(QueueFilter(View.OPEN, kind=Kind.UNTOUCHED)),
    )


def _choices(colleagues: dict[UUID, Colleague]) -> dict[str, list[tuple[str, str]]]:
    return {
        "thema": to_look_for(),
        "van": [(one.value, one.label) for one in ImposedBy],
        "wie": [(MINE, "Ik"), (NOBODYS, "Nog niemand"), *people.choices(colleagues)],
        "soort": [(one.value, one.label) for one in Kind],
        "periode": [(one.value, one.label) for one in Period],
    }


def _regions(known: Sequence[str], wanted: str) -> list[tuple[str, str]]:
    """The regions to choose from; none on a desk whose reports say no region."""
    named = sorted({*known, wanted} - {"", UNKNOWN_REGION})
    return [(one, one) for one in named] + [(UNKNOWN_REGION, "Niet bekend")] if named or wanted else []


def row_of(
    case: Case, colleagues: Colleagues, untouched_since: datetime, resembled: Alikes | None = None
) -> dict[str, object]:
    """One line of the queue, in words. What nobody touched since a moment is left lying; `resembled` is None when
    nobody looked at that."""
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
        "handler": handler_name(case, colleagues),
        "reckoned": reckoned_of(case),
        "chosen": Chosen.of(case).written,
        "untouched": _untouched(case, untouched_since),
        "marks": list(_marks(case)),
        "compared": resembled is not None,
        "alike": summed_up(case.report_id, resembled or ()),
    }


def _due(case: Case) -> str:
    if State.parse(case.state) in domain.WAITS_FOR_US:
        return domain.due_text(case.due_on, clock.today())
    return waiting.due_text(case)


def _marks(case: Case) -> Iterator[tuple[str, str, str]]:
    """What is special about a report: words, colour and icon."""
    if case.merged_at:
        yield "Samengevoegd", "blauw", "copy"
    elif case.joins_dossier_id or case.joins_report_id:
        yield "Ik ook", "blauw", "hand"
    if case.split_from_id:
        yield "Afgesplitst", "", "copy"
    if case.doubts_item_id:
        yield "Afspraak werkt niet", "groen", "handshake"
    if files := len(case.report.get("attachments", ())):
        yield count_text(files, "bijlage", "bijlagen"), "", "archive"
    if case.report.get("entered_by_name"):
        yield "Telefonisch", "", "phone"
    if not case.report.get("by_mail", True):
        yield "Geen e-mail", "pruim", "mail"


def handler_name(case: Case, colleagues: Colleagues) -> str:
    """Who handles a case; empty when nobody does."""
    if case.assigned_to is None:
        return ""
    handler = colleagues.get(case.assigned_to)
    return handler.name if handler else "Een collega van eerder"


def _untouched(case: Case, since: datetime) -> str:
    days = (clock.now() - case.changed_at).days
    lies = State.parse(case.state) in domain.WAITS_FOR_US and case.changed_at <= since
    return f"Al {count_text(days, 'dag', 'dagen')} stil" if lies else ""


def href(wanted: QueueFilter, **more: str) -> str:
    """The address of a list."""
    return f"{QUEUE}?{wanted.query(**more)}"


def _chips(wanted: QueueFilter, colleagues: Colleagues) -> Iterator[tuple[str, str]]:
    words = {
        "words": f"Zoekt: {wanted.words}",
        "imposed_by": f"Van: {wanted.imposed_by.label}" if wanted.imposed_by else "",
        "theme": f"Thema: {wanted.theme.label}" if wanted.theme else "",
        "region": f"Regio: {'niet bekend' if wanted.region == UNKNOWN_REGION else wanted.region}",
        "handler": f"Behandelaar: {_handler_words(wanted.handler, colleagues)}",
        "kind": wanted.kind.label if wanted.kind else "",
        "period": wanted.period.label if wanted.period else "",
    }
    for part in wanted.narrowed_by():
        yield words[part], href(wanted.but(**{part: getattr(QueueFilter(), part)}))


def _handler_words(handler: str, colleagues: Colleagues) -> str:
    if handler in (MINE, NOBODYS, ""):
        return {MINE: "ik", NOBODYS: "nog niemand"}.get(handler, "")
    colleague = colleagues.get(UUID(handler))
    return colleague.name if colleague else "een collega van eerder"
