"""The report as a PDF, to keep or to send on."""

from collections.abc import Sequence

from fastapi import APIRouter, Response

from services.intake.reading import ending_of, exchanged_about
from services.intake.routes.draft_cookie import Session
from services.intake.routes.standing import Standing, standing_of
from services.intake.routes.status_page import PRIVATE, LinkedReport
from services.intake.tables import Question, Report
from shared import clock, dutch

router = APIRouter()


@router.get("/melding/{token}/pdf")
async def save_as_pdf(report: LinkedReport, session: Session) -> Response:
    """How the report stands now, made at this moment; the secret link is not in it."""
    from services.intake.pdf.making import pdf_of

    about, ending = await exchanged_about(session, report.id), await ending_of(session, report.id)
    content = await pdf_of(_content(report, standing_of(report, about, ending)))
    file_name = f'attachment; filename="melding-{report.reference}.pdf"'
    return Response(content, media_type="application/pdf", headers=PRIVATE | {"Content-Disposition": file_name})


def _content(report: Report, standing: Standing) -> dict[str, object]:
    return {
        "reference": report.reference,
        "title": report.content["title"],
        "made_on": dutch.date_text(clock.now()),
        "facts": [("Stand", standing.status), ("Aan zet", standing.actor_name), *standing.facts],
        "question": _question(standing.question),
        "told": standing.told,
        "happened": _moments(standing.happened),
        "to_come": _moments(standing.to_come),
    }


def _question(question: Question | None) -> str:
    if question is None:
        return ""
    return f"{question.question}\n\nAntwoord graag voor {dutch.date_text(question.answer_by)}."


def _moments(items: Sequence[dict[str, object]]) -> list[dict[str, str]]:
    return [{name: str(item.get(name) or "") for name in ("when", "title", "text")} for item in items]
