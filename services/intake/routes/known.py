"""What is known already: beside the first step while it is typed, and on a page of its own behind it."""

from collections.abc import Sequence

from fastapi import APIRouter, Request, Response

from services.intake.knowing.finding import SHORTEST, Known, find_known
from services.intake.routes.draft_cookie import CurrentDraft, Session
from shared.contracts.likeness import ANSWERS, KnownKind
from shared.web.forms import Values, posted
from shared.web.pages import page, see_other

router = APIRouter()
BESIDE, PER_KIND = 3, 5
NO_STORE = {"Cache-Control": "no-store"}
# The groups of the page, in its order.
GROUPS: tuple[tuple[str, frozenset[KnownKind]], ...] = (
    ("Hier is al iets over bekend", ANSWERS),
    ("Dit zoeken we nu uit", frozenset({KnownKind.DOSSIER})),
    ("Dit meldden anderen", frozenset({KnownKind.REPORT})),
)


@router.post("/melden/bekend")
async def show_beside(request: Request, session: Session) -> Response:
    """At most three known things beside the text, as a part of the page. The text is not kept and not logged."""
    typed = await posted(request)
    found = await known_for(request, session, typed, BESIDE, BESIDE)
    shown = " ".join([*(one.key for one in found), *("?" * asks(typed))])
    if shown == typed["getoond"]:
        return Response(status_code=204)  # nothing to change, and nothing to announce
    return page(request, "intake/known/beside.html", headers=NO_STORE, found=found, asked=asks(typed), shown=shown)


@router.get("/melden/bekend")
async def show_page(request: Request, draft: CurrentDraft, session: Session) -> Response:
    """The same on a page, at most five of each kind, with the way on."""
    if draft is None or draft.report_id:
        return see_other("/melden/1")
    found = await known_for(request, session, Values(draft.fields), PER_KIND, len(KnownKind) * PER_KIND)
    if not found:
        return see_other("/melden/2")
    groups = [(title, [one for one in found if one.kind in kinds]) for title, kinds in GROUPS]
    return page(request, "intake/known/page.html", headers=NO_STORE, groups=[one for one in groups if one[1]])


def over_page(request: Request, title: str) -> Response:
    """What somebody wanted to say something about is over or gone; `title` says what."""
    return page(request, "intake/known/over.html", status=410, title=title)


async def known_for(request: Request, session: Session, values: Values, per_kind: int, limit: int) -> Sequence[Known]:
    """What is known of the first step as it is now."""
    allowed = await request.app.state.allowed_names.now()
    text, origin = _text(values), values["vanWie"]
    return await find_known(session, text, origin, allowed=allowed, per_kind=per_kind, limit=limit)


def asks(values: Values) -> bool:
    """Whether enough was typed to look for anything."""
    return len(_text(values)) >= SHORTEST


def _text(values: Values) -> str:
    return f"{values['titel']}\n{values['verhaal']}".strip()
