"""How long everything may take: one page that shows and changes it."""

from fastapi import APIRouter, Request, Response

from services.accounts.domain import ChangedMeanwhile
from services.accounts.forms import SEEN, TERM_MESSAGES, TermsForm, out_of_order
from services.accounts.handlers import terms as handlers
from services.accounts.routes.access import MayArrange, Session
from shared.dutch import count_text
from shared.terms.listed import GROUPS, TERMS
from shared.web.forms import Values, fill, values_of
from shared.web.navigation import LENGTHS
from shared.web.pages import page, see_other_saying

router = APIRouter()
CHANGED = "Iemand paste de termijnen net aan. Kijk hoe het nu is, en bewaar opnieuw."


@router.get(LENGTHS)
async def show_terms(request: Request, _member: MayArrange, session: Session) -> Response:
    """Every term as it is now."""
    return await _page(request, session)


@router.post(LENGTHS)
async def set_terms(request: Request, member: MayArrange, session: Session) -> Response:
    """Set them all at once; only what is different changes."""
    filled = await fill(request, TermsForm, TERM_MESSAGES)
    if filled.form is None:
        return await _page(request, session, filled.values, filled.errors)
    wanted = filled.form.wanted
    if errors := out_of_order(wanted):
        return await _page(request, session, filled.values, errors)
    try:
        count = await handlers.set_terms(session, wanted, seen=filled.form.seen, by=member)
    except ChangedMeanwhile:
        return await _page(request, session, filled.values, {"form": CHANGED}, status=409)
    changed = count_text(count, "termijn is", "termijnen zijn")
    said = f"{changed} veranderd. Binnen een paar tellen geldt het overal." if count else "Er is niets veranderd."
    return see_other_saying(request, LENGTHS, said)


async def _page(
    request: Request,
    session: Session,
    typed: Values | None = None,
    errors: dict[str, str] | None = None,
    *,
    status: int = 422,
) -> Response:
    now, said = await handlers.terms_now(session)
    differs = [
        (TERMS[variable].label, count_text(value, *TERMS[variable].unit))
        for variable, value in now.items()
        if typed and status == 409 and typed[variable.lower()] != str(value)
    ]
    return page(
        request,
        "accounts/terms.html",
        status=status if errors else 200,
        groups=GROUPS,
        differs=differs,
        # After a warning the next try is about what is there now.
        seen=typed[SEEN] if typed and status != 409 else said,
        values=typed or values_of({variable.lower(): value for variable, value in now.items()}),
        errors=errors or {},
    )
