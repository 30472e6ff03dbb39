"""The reporter's own page: how the report stands, whose turn it is, and what they can do."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from services.intake import domain
from services.intake.forms import AnswerForm
from services.intake.handlers import conversation
from services.intake.handlers.splitting import parts_beside
from services.intake.messages import MESSAGES
from services.intake.reading import ending_of, exchanged_about
from services.intake.repository import exchanged, reports
from services.intake.routes.draft_cookie import Session
from services.intake.routes.standing import standing_of
from services.intake.tables import Report
from shared.contracts.vocabulary import MailChoice
from shared.web.errors import Gone, NotFound
from shared.web.forms import fill
from shared.web.link_key import LinkKey, link_key
from shared.web.pages import page, see_other_saying

router = APIRouter()
DEAD_LINK = (
    "Controleer of je de hele link uit de mail hebt gebruikt. Lukt het niet? Vraag dan een nieuwe aan met je "
    "e-mailadres, bij ‘Mijn meldingen’."
)
# The address of this page is a secret: no search engine may keep it.
PRIVATE = {"X-Robots-Tag": "noindex, nofollow"}


async def find_report(token: str, session: Session) -> Report:
    """The report behind a link, also when little is left of it. Raises NotFound when the link opens nothing."""
    report = await reports.report_by_link(session, domain.link_hash(token))
    if report is None:
        raise NotFound(DEAD_LINK, title="Deze link werkt niet meer")
    return report


FoundReport = Annotated[Report, Depends(find_report)]


async def open_report(report: FoundReport) -> Report:
    """The same. Raises Gone when it was erased, or when nobody knows any more whose it is."""
    if report.erased_at or report.pseudonymised_at:
        raise Gone("Je melding is ingetrokken of gewist, of zo lang klaar dat we je gegevens hebben gewist.")
    return report


async def hold_report(report: FoundReport, session: Session) -> Report:
    """The same, for who is about to change it: it is not erased until this request is done."""
    return await open_report(await reports.held_report(session, report.id) or report)


LinkedReport = Annotated[Report, Depends(open_report)]
HeldReport = Annotated[Report, Depends(hold_report)]


@router.get("/melding/{token}/bevestiging")
async def show_confirmation(
    request: Request, token: str, report: LinkedReport, session: Session, key: LinkKey
) -> Response:
    """The report is in: its number, and what happens next; for who gave no address, how to come back."""
    reporter = await reports.reporter(session, report.id)
    email = domain.masked_email(reporter.email) if reporter and reporter.email else ""
    code = "" if email else domain.return_code(report.link_seed, key)
    template = "intake/confirmation.html"
    return page(request, template, headers=PRIVATE, report=report, email=email, code=code, token=token)


@router.get("/melding/{token}")
async def show_status(request: Request, token: str, report: FoundReport, session: Session) -> Response:
    """How the report stands now, or that it is gone."""
    if report.erased_at or report.pseudonymised_at:
        return page(request, "intake/gone.html", status=410, headers=PRIVATE, report=report, token=token)
    return await status_of(request, token, report, session)


@router.post("/melding/{token}/antwoord")
async def give_answer(request: Request, token: str, report: HeldReport, session: Session) -> Response:
    """The reporter answers our question, or says they do not know."""
    filled = await fill(request, AnswerForm, MESSAGES)
    unknown = filled.values["actie"] == "weet-niet"
    if filled.form is None and not unknown:
        return await status_of(request, token, report, session, values=filled.values, errors=filled.errors)
    answer = filled.form.answer if filled.form and not unknown else None
    question_id = _question_id(filled.values["vraag"])
    given = await conversation.give_answer(session, report.id, question_id, answer)
    said = "Bedankt, je antwoord is binnen." if given else "Je hebt deze vraag al beantwoord."
    return see_other_saying(request, f"/melding/{token}", said)


async def status_of(request: Request, token: str, report: Report, session: Session, **typed: object) -> Response:
    """The status page, also with what was typed and what is wrong with it."""
    reporter = await reports.reporter(session, report.id)
    about, ending = await exchanged_about(session, report.id), await ending_of(session, report.id)
    return page(
        request,
        "intake/status.html",
        status=422 if typed.get("errors") else 200,
        headers=PRIVATE,
        report=report,
        token=token,
        standing=standing_of(report, about, ending),
        fewer_mails=report.mails == MailChoice.FEWER,
        by_mail=bool(reporter and reporter.email),
        ending=ending,
        mail_failed=await exchanged.mail_state(session, report.id) == "failed",
        parts=await parts_shown(request, session, report, about.split_off),
        **typed,
    )


async def parts_shown(
    request: Request, session: Session, report: Report, split_off: Sequence[Report] | None = None
) -> list[tuple[Report, str]]:
    """The other parts of a report that was split, each with the path of its own page."""
    key = link_key(request)
    parts = await parts_beside(session, report, split_off)
    return [(part, f"/melding/{domain.link_token(part.link_seed, key)}") for part in parts]


def _question_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound(title="Deze vraag kennen we niet") from None
