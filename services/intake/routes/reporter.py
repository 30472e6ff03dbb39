"""Who sent a report, for members of the team who may see that; each look is remembered."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from services.intake.handlers import conversation
from services.intake.repository import reports
from services.intake.routes.draft_cookie import Session
from shared.contracts.vocabulary import ReporterRole, TakePart
from shared.staff.member import Member
from shared.staff.permissions import Permission
from shared.staff.signed_in import allow
from shared.web.errors import Gone, NotFound
from shared.web.pages import page

router = APIRouter()
MaySeeReporter = Annotated[Member, Depends(allow("intake", Permission.SEE_REPORTER))]


@router.get("/team/meldingen/{report_id}/melder")
async def show_reporter(request: Request, report_id: UUID, member: MaySeeReporter, session: Session) -> Response:
    """Name, practice and how to reach the reporter."""
    report = await reports.report(session, report_id)
    reporter = await reports.reporter(session, report_id)
    if report and reporter is None:
        raise Gone("We weten niet meer wie deze melding deed.", title="Deze gegevens zijn gewist")
    if report is None or reporter is None:
        raise NotFound()
    await conversation.note_look(session, report, member)
    rows = [
        ("Naam", reporter.name),
        ("Functie", ReporterRole.parse(reporter.role).label),
        ("Praktijk", reporter.practice),
        ("AGB-code", reporter.agb_code or "Niet ingevuld"),
        ("E-mailadres", reporter.email or "Geen e-mail: volgt de melding met een code"),
        ("Telefoonnummer", reporter.phone or "Niet ingevuld"),
        ("Meedenken", TakePart.parse(reporter.take_part).label),
        ("Naam noemen bij anderen", "Ja, dat mag" if reporter.may_share_name else "Nee, alleen het onderwerp"),
    ]
    return page(request, "intake/reporter.html", report=report, rows=rows)
