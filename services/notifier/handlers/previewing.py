"""The mail of a decision that is not taken yet, made by the same functions as the real one."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.notifier.forms import CHOOSE, MESSAGES, PREVIEWS, PreviewForm
from services.notifier.handlers.telling import around
from services.notifier.handlers.would_be import NotChosen, WouldBe, would_be
from services.notifier.notices import told_of
from services.notifier.rendering import MailContent, notice_mail
from services.notifier.repository import known
from services.notifier.tables import Contact, Report
from shared import clock
from shared.messaging.failures import TooEarly
from shared.web.forms import Filled, Values, check

UNKNOWN_REPORT = "We kennen deze melding hier nog niet. Probeer het over een paar tellen opnieuw."
BY_PAGE_ONLY = "Deze melder gaf geen e-mailadres. De melder leest dit alleen op de eigen pagina."
UNKNOWN_CONTACT = "We weten nog niet hoe we de melder bereiken. Probeer het over een paar tellen opnieuw."


@dataclass(frozen=True)
class Preview:
    """A mail as it would go out, or what stands in its way: fields to fill in, or a problem of ours."""

    mail: MailContent | None = None
    missing: tuple[str, ...] = ()
    problem: str = ""
    is_sent: bool = True


async def preview(session: AsyncSession, values: Values, site: str) -> Preview:
    """The mail that the decision in these values would send."""
    model = PREVIEWS.get(values["decision"])
    if model is None:
        return Preview(missing=(CHOOSE,))
    filled: Filled[PreviewForm] = check(values, model, MESSAGES)
    if filled.form is None:
        return Preview(missing=_sentences(filled.errors))
    report = await known.report(session, filled.form.report_id)
    if report is None:
        return Preview(problem=UNKNOWN_REPORT)
    contact = await known.contact(session, report.id)
    if contact is None:
        return Preview(problem=UNKNOWN_CONTACT if report.by_mail else BY_PAGE_ONLY)
    return await _shown(session, filled.form, report, contact, site)


async def _shown(session: AsyncSession, form: PreviewForm, report: Report, contact: Contact, site: str) -> Preview:
    try:
        decision = await would_be(session, form, report)
        mail = await _mail(session, decision, report, contact, site)
    except NotChosen as wrong:
        return Preview(missing=_sentences({wrong.field: MESSAGES[wrong.field]}))
    except TooEarly:
        return Preview(problem=UNKNOWN_REPORT)
    return Preview(mail=mail, is_sent=form.send_mail)


async def _mail(session: AsyncSession, decision: WouldBe, report: Report, contact: Contact, site: str) -> MailContent:
    notice = told_of(decision, await around(session, decision, report, clock.now()))
    return notice_mail(notice, reference=report.reference, name=contact.name, link_token=contact.link_token, site=site)


def _sentences(errors: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(str(sentence) for sentence in errors.values())


def report_id_in(values: Values) -> UUID | None:
    """The report a decision is about, when the form says so."""
    try:
        return UUID(values["report_id"])
    except ValueError:
        return None
