"""A report side by side with what it resembles."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from services.triage import repository
from services.triage.handlers.merging import refusal
from services.triage.reading.comparing import Pieces, Side, pieces, side_of, side_of_case, stems_in
from services.triage.reading.likeness import MEANS, alike
from services.triage.routes.access import MayRead, Session
from services.triage.tables import Case
from shared.staff.member import Member
from shared.staff.permissions import Permission
from shared.web.errors import NotFound
from shared.web.pages import page

router = APIRouter()
GONE = "Dit is er niet meer, of het is net nieuw. Ga terug naar de melding en kijk wat er nu op lijkt."


@router.get("/team/triage/{report_id}/vergelijk/{thing_id}")
async def compare(request: Request, member: MayRead, report_id: UUID, thing_id: UUID, session: Session) -> Response:
    """Both texts, with the words marked that only one of them has."""
    case = await repository.case(session, report_id)
    other = await side_of(session, thing_id) if thing_id != report_id else None
    if case is None or other is None:
        raise NotFound(GONE)
    resembled = (await alike(session, [report_id])).get(report_id, ())
    this = side_of_case(case)
    return page(
        request,
        "triage/compare.html",
        case=case,
        this=this,
        other=other,
        percent=next((one.percent for one in resembled if one.id == thing_id), None),
        likeness_means=MEANS,
        sides=side_by_side(this, other),
        merge_with=await _merge_with(session, case, thing_id, member),
    )


async def _merge_with(session: Session, case: Case, thing_id: UUID, member: Member) -> str:
    """The reference of the other report, when this one can be merged into it by this member."""
    other = await repository.case(session, thing_id)
    may = other and member.may(Permission.DECIDE) and not refusal(case, other)
    return other.reference if other and may else ""


def side_by_side(this: Side, other: Side) -> list[tuple[str, Side, dict[str, object], str]]:
    """Both texts with their heading, what only one of them has marked, and which of the two it is."""
    return [
        ("Deze melding", this, _marked(this, other), "here"),
        (_heading(other), other, _marked(other, this), "there"),
    ]


def _heading(side: Side) -> str:
    return f"{side.kind.label} {side.name}"


def _marked(side: Side, other: Side) -> dict[str, object]:
    others = stems_in(other)
    texts: list[tuple[str, Pieces]] = [(one.heading, pieces(one.text, others)) for one in side.texts]
    return {"title": pieces(side.title, others), "texts": texts}
