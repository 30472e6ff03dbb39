"""A report that tells of two rules gets a second one beside it, written by the team from what the first says."""

from fastapi import APIRouter, Request, Response

from services.intake.forms import SplitForm
from services.intake.handlers import splitting
from services.intake.handlers.splitting import CannotSplit, SplitMeanwhile
from services.intake.messages import MESSAGES
from services.intake.repository import reports
from services.intake.routes.deciding import DecidedReport, MayDecide
from services.intake.routes.draft_cookie import Session
from services.intake.tables import Report
from shared.ids import new_id
from shared.web.forms import Values, fill, values_of
from shared.web.link_key import LinkKey
from shared.web.pages import page, see_other_saying

router = APIRouter()
MEANWHILE = "Een collega splitste deze melding net ook. Gaat jouw deel over weer iets anders? Splits dan nog een keer"


@router.get("/team/meldingen/{report_id}/splitsen")
async def show_split(request: Request, report: DecidedReport, session: Session) -> Response:
    """What the report says, and room for what of it is about another rule."""
    return await _show(request, session, report, values_of({"nummer": new_id()}), {})


@router.post("/team/meldingen/{report_id}/splitsen")
async def split_report(
    request: Request, report: DecidedReport, member: MayDecide, session: Session, key: LinkKey
) -> Response:
    """Make the second report. Pressed twice it is one."""
    filled = await fill(request, SplitForm, MESSAGES)
    if filled.form is None:
        return await _show(request, session, report, filled.values, filled.errors)
    held = await reports.held_report(session, report.id) or report
    try:
        second, is_new = await splitting.split(session, held, filled.form, member.name, key=key)
    except SplitMeanwhile:
        return await _show(request, session, held, filled.values, {"waaromSplitsen": MEANWHILE}, status=409)
    except CannotSplit as against:
        return await _show(request, session, held, filled.values, {"titel": str(against)}, status=409)
    said = f"Gesplitst. Het tweede deel is {second.reference}: dat staat zo in de wachtrij."
    already = f"Dit deel had je al gesplitst: dat is {second.reference}."
    return see_other_saying(request, f"/team/meldingen/{report.id}/splitsen", said if is_new else already)


async def _show(
    request: Request,
    session: Session,
    report: Report,
    values: Values,
    errors: dict[str, str],
    status: int | None = None,
) -> Response:
    why_not = await splitting.refusal(session, report)
    split_off = await reports.split_off(session, report.id)
    return page(
        request,
        "intake/split.html",
        status=status or (422 if errors else 200),
        report=report,
        why_not=why_not,
        told=[] if why_not else await splitting.told(session, report),
        parts=await splitting.parts_beside(session, report, split_off),
        split_off=len(split_off),
        has_files=bool(report.content.get("attachments")),
        has_address=report.content.get("by_mail", True),
        values=values,
        errors=errors,
    )
