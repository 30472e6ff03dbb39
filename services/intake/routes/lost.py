"""The page for a browser whose draft is not here."""

from fastapi import Request, Response

from shared.web.pages import page


def lost(request: Request) -> Response:
    """It is gone, or somebody went on with it in another browser."""
    template = "intake/moved.html" if request.state.moved_draft else "intake/lost.html"
    return page(request, template, status=410)
