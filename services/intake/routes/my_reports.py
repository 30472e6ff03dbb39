"""*Mijn meldingen*: all reports of one address, for whoever opens the link that was mailed to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from services.intake import domain
from services.intake.forms import AddressForm
from services.intake.handlers import letters, visiting
from services.intake.messages import MESSAGES
from services.intake.reading import ending_of, exchanged_about
from services.intake.repository import visits
from services.intake.routes.draft_cookie import Session
from services.intake.routes.standing import Standing, standing_of
from services.intake.routes.status_page import PRIVATE
from services.intake.tables import Notice, Report, Visit
from shared.letters import Found, LetterKind
from shared.paging import PAGE_SIZE, Page, rows_before
from shared.web.cookies import clear_cookie, read_cookie, set_cookie
from shared.web.forms import fill
from shared.web.link_key import LinkKey
from shared.web.pages import page, see_other, see_other_saying

router = APIRouter()
HERE, COOKIE = "/mijn-meldingen", "mijn_meldingen"
Number = Annotated[int, Query(alias="pagina", ge=1, le=1000)]


@dataclass(frozen=True)
class Row:
    """One report in the list: how it stands, the last that was said about it, and the link to its page."""

    report: Report
    standing: Standing
    newest: Notice | None
    token: str


async def find_visit(request: Request, session: Session) -> Visit | None:
    """The visit of this browser, or None."""
    secret = read_cookie(request, COOKIE)
    return await visiting.visit_of(session, secret) if secret else None


CurrentVisit = Annotated[Visit | None, Depends(find_visit)]


@router.get(HERE)
async def show_reports(
    request: Request, visit: CurrentVisit, session: Session, key: LinkKey, number: Number = 1
) -> Response:
    """The list, or the way to it."""
    if visit is None:
        was_here = read_cookie(request, COOKIE) is not None
        response: Response = page(request, "intake/my_reports_ask.html", headers=PRIVATE, was_here=was_here)
        if was_here:
            clear_cookie(response, request.app.state.settings, COOKIE)
        return response
    total = await visits.count_of(session, visit.email)
    found = await visits.reports_of(session, visit.email, skip=rows_before(number), at_most=PAGE_SIZE)
    listed = Page(number, await _rows(session, found, key), total)
    return page(
        request,
        "intake/my_reports.html",
        headers=PRIVATE,
        email=visit.email,
        until=visit.ends_at,
        listed=listed,
        numbered=f"{HERE}?pagina=",
    )


async def _rows(session: Session, found: Sequence[Report], key: str) -> list[Row]:
    rows = []
    for report in found:
        about = await exchanged_about(session, report.id)
        standing = standing_of(report, about, await ending_of(session, report.id))
        token = domain.link_token(report.link_seed, key)
        rows.append(Row(report, standing, about.notices[0] if about.notices else None, token))
    return rows


@router.post(HERE)
async def mail_link(request: Request, session: Session, key: LinkKey) -> Response:
    """Have a link mailed. Known or not, the answer is the same: to an unknown address goes a link to an empty list."""
    filled = await fill(request, AddressForm, MESSAGES)
    if filled.form is None:
        return page(
            request,
            "intake/my_reports_ask.html",
            status=422,
            headers=PRIVATE,
            values=filled.values,
            errors=filled.errors,
            was_here=False,
        )
    await letters.ask(session, LetterKind.SIGN_IN, filled.form.email, key=key)
    return see_other(f"{HERE}/gevraagd")


@router.get(f"{HERE}/gevraagd")
async def show_asked(request: Request) -> Response:
    """The link is on its way."""
    return page(request, "intake/my_reports_asked.html", headers=PRIVATE)


@router.get(f"{HERE}/link/{{token}}")
async def show_link(request: Request, token: str, session: Session, key: LinkKey) -> Response:
    """A button that uses the link: mail scanners open links too. Or that it does not work, and the way on."""
    found, _ = await letters.look(session, LetterKind.SIGN_IN, token, key=key)
    if found is Found.LIVE:
        return page(request, "intake/my_reports_link.html", headers=PRIVATE, token=token)
    return _dead(request, found)


@router.post(f"{HERE}/link/{{token}}")
async def begin(request: Request, token: str, visit: CurrentVisit, session: Session, key: LinkKey) -> Response:
    """Use the link. Who presses twice is in already."""
    secret = await visiting.begin(session, token, key=key)
    if secret is None:
        found, _ = await letters.look(session, LetterKind.SIGN_IN, token, key=key)
        return see_other(HERE) if visit and found is Found.USED else _dead(request, found)
    response = see_other(HERE)
    # Gone with the browser, or after two hours, whichever comes first.
    set_cookie(response, request.app.state.settings, COOKIE, secret)
    return response


def _dead(request: Request, found: Found) -> Response:
    status = 404 if found is Found.UNKNOWN else 410
    return page(request, "intake/my_reports_dead.html", status=status, headers=PRIVATE, state=found.value)


@router.post(f"{HERE}/uitloggen")
async def sign_out(request: Request, session: Session) -> Response:
    """End the visit, here and on the server."""
    secret = read_cookie(request, COOKIE)
    if secret:
        await visiting.end(session, secret)
    response = see_other_saying(request, HERE, "Je bent uitgelogd.")
    clear_cookie(response, request.app.state.settings, COOKIE)
    return response
