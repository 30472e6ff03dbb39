"""The page that looks in everything: here because it keeps nothing itself and needs nobody but who is signed in."""

from fastapi import APIRouter, Request, Response

from services.accounts.routes.access import SignedIn
from shared.web.pages import page, see_other
from shared.web.search import KINDS, SEARCH, Searched

router = APIRouter()


@router.get(SEARCH)
async def search(request: Request, _member: SignedIn, asked: Searched) -> Response:
    """All kinds of things with these words; with a reference straight on to who keeps it."""
    for kind in KINDS:
        if reference := kind.reference(asked.words):
            return see_other(kind.address(reference))
    return page(request, "search/everything.html", asked=asked, kinds=KINDS, kind=None)
