"""The page for a browser whose draft is not here."""

from fastapi import Request, Response

from services.intake.forms import ReportForm
from shared.web.free_text import free_texts
from shared.web.pages import page
from shared.web.values import Values


def lost(request: Request, typed: Values | None = None) -> Response:
    """It is gone, or somebody went on with it in another browser. What was typed just now is shown once more."""
    texts = [typed[name] for name in free_texts(ReportForm) if typed[name]] if typed else []
    template = "intake/moved.html" if request.state.moved_draft else "intake/lost.html"
    return page(request, template, status=410, texts=texts)
