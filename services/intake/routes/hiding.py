"""A piece of a report that is about a patient is hidden, for good: shown first, then done.

What is to be hidden travels in the body of a form only, and is kept nowhere.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from services.intake.forms import HideForm
from services.intake.handlers import hiding
from services.intake.handlers.hiding import NotThere
from services.intake.handlers.splitting import parts_beside
from services.intake.messages import MESSAGES
from services.intake.reading import numbers_of_files
from services.intake.repository import attachments
from services.intake.repository import hiding as repository
from services.intake.routes.attachments import shown
from services.intake.routes.deciding import DecidedReport, MayDecide
from services.intake.routes.draft_cookie import Session
from services.intake.tables import Report
from shared.contracts.hidden import HiddenKind
from shared.ids import new_id
from shared.web.errors import Gone
from shared.web.forms import Values, fill, values_of
from shared.web.pages import page, see_other_saying

router = APIRouter()
NOT_THERE = "Dit staat niet in de melding. Neem het stukje precies over"
CHANGE, SURE = "aanpassen", "verbergen"
# What is on it must not be found with the back button on a shared computer.
UNKEPT = {"Cache-Control": "no-store"}


async def still_there(report: DecidedReport) -> Report:
    """The report. Raises Gone when nothing of it is left to hide."""
    if report.erased_at:
        raise Gone("De melding is gewist. Er valt niets meer te verbergen.", title="Deze melding is gewist")
    return report


HidingReport = Annotated[Report, Depends(still_there)]


@router.get("/team/meldingen/{report_id}/verbergen")
async def choose_piece(request: Request, report: HidingReport, session: Session) -> Response:
    """What the report says, and which piece of it must go."""
    return await _choose(request, session, report, values_of({}), {})


@router.post("/team/meldingen/{report_id}/verbergen")
async def hide_piece(request: Request, report: HidingReport, member: MayDecide, session: Session) -> Response:
    """Show how it would read, and hide it once somebody is sure."""
    filled = await fill(request, HideForm, MESSAGES)
    form, values = filled.form, filled.values
    if form is None or values["actie"] == CHANGE:
        return await _choose(request, session, report, values, filled.errors)
    try:
        if values["actie"] != SURE:
            found = await hiding.places_of(session, report, form.piece_id or new_id(), form.piece)
            return _ask(request, report, values, found, form.kind)
        await hiding.hide(session, report.id, form.piece_id or new_id(), form.piece, form.kind, member.name)
    except NotThere:
        return await _choose(request, session, report, values, {"stukje": NOT_THERE})
    said = "Verborgen. Op de andere plekken verdwijnt het binnen een minuut."
    return see_other_saying(request, f"/team/meldingen/{report.id}/verbergen", said)


async def _choose(
    request: Request, session: Session, report: Report, values: Values, errors: dict[str, str]
) -> Response:
    hidden = [(one, HiddenKind.parse(one.kind).label) for one in await repository.of_report(session, report.id)]
    return page(
        request,
        "intake/hide.html",
        status=422 if errors else 200,
        headers=UNKEPT,
        report=report,
        places=await hiding.places(session, report),
        hidden=hidden,
        files=shown(await attachments.of_report(session, report.id), numbers_of_files(report)),
        erased=await attachments.erased_of_report(session, report.id),
        kinds=tuple(HiddenKind),
        parts=await parts_beside(session, report),
        values=values,
        errors=errors,
    )


def _ask(request: Request, report: Report, values: Values, found: list[hiding.Place], kind: HiddenKind) -> Response:
    return page(
        request,
        "intake/hide_sure.html",
        headers=UNKEPT,
        report=report,
        places=found,
        kind=kind,
        piece=values["stukje"],
        piece_id=new_id(),
    )
