"""A report that tells of two rules is split: the second rule gets a report of its own, with the same reporter."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.intake.domain import Stage
from services.intake.forms import SplitForm
from services.intake.handlers import reporting
from services.intake.handlers.hiding import LABELS
from services.intake.reading import ending_of
from services.intake.repository import exchanged, reports
from services.intake.tables import Report, Reporter
from shared.contracts.intake import MailsChosenV1, ReportSubmittedV1
from shared.contracts.vocabulary import MailChoice
from shared.messaging import outbox

_OF_REPORTER = ("name", "role", "practice", "agb_code", "email", "phone", "may_share_name", "take_part")
GONE = "De melding is gewist of ingetrokken. Er valt niets meer te splitsen"
NO_REPORTER = "We weten niet meer wie dit meldde. Daarom kun je de melding niet meer splitsen"
CLOSED = "De melding is klaar. Laat haar eerst heropenen, en splits haar dan"
# What the first part keeps to itself: its files, how it came in, and what it is about or joined.
_OWN: dict[str, Any] = {
    "attachments": [], "hidden_pieces": {}, "entered_by": None, "entered_by_name": None, "joins_dossier": None,
    "joins_report": None, "doubts_item": None, "doubts_reason": None,
}  # fmt: skip


class CannotSplit(Exception):
    """This report cannot be split, in a sentence for who tries."""


class SplitMeanwhile(Exception):
    """Somebody else split the report after this member opened it."""


async def refusal(session: AsyncSession, report: Report) -> str:
    """Why a report cannot be split; empty when it can."""
    if report.erased_at or report.withdrawn_at:
        return GONE
    if await reports.reporter(session, report.id) is None:
        return NO_REPORTER
    stage = (await ending_of(session, report.id)).stage
    return "" if stage in (Stage.RUNNING, Stage.REQUESTED) else CLOSED


async def parts_beside(
    session: AsyncSession, report: Report, split_off: Sequence[Report] | None = None
) -> Sequence[Report]:
    """The other parts of what was one report, as far as they are still there: where it came from first.

    Who knows what was `split_off` from it already gives that along.
    """
    if split_off is None:
        split_off = await reports.split_off(session, report.id)
    first_id = ReportSubmittedV1.model_validate(report.content).split_from
    first = await reports.report(session, first_id) if first_id else None
    found = [*([first] if first else []), *split_off]
    return [one for one in found if not one.erased_at and not one.pseudonymised_at]


async def told(session: AsyncSession, report: Report) -> list[tuple[str, str]]:
    """All that the reporter wrote, to take over from: what each text is, and how it reads."""
    texts = [(label, report.content.get(name)) for name, label in LABELS.items()]
    texts += [("Antwoord op onze vraag", one.answer) for one in await exchanged.answered_questions(session, report.id)]
    texts += [("Later toegevoegd", one.text) for one in await exchanged.additions(session, report.id)]
    return [(label, text) for label, text in texts if text]


async def split(session: AsyncSession, report: Report, form: SplitForm, by: str, *, key: str) -> tuple[Report, bool]:
    """Make a report of the second rule; returns it, and whether it is new: sent twice it is made once.

    `report` is held. Numbers, own attempts and reporter are those of the first; files stay there. `key` makes its
    link. Raises CannotSplit, SplitMeanwhile.
    """
    made = await reports.report(session, form.second_id)
    if made:
        if made.content.get("split_from") != str(report.id):
            raise CannotSplit("Open deze pagina opnieuw")
        return made, False
    if why := await refusal(session, report):
        raise CannotSplit(why)
    if form.parts != len(await reports.split_off(session, report.id)):
        raise SplitMeanwhile
    reporter = await reports.reporter(session, report.id)
    if reporter is None:
        raise CannotSplit(NO_REPORTER)
    fact = await _second(session, report, reporter, form, by)
    who = {name: getattr(reporter, name) for name in _OF_REPORTER}
    await reporting.take_in(session, fact, {"report_id": fact.report_id, **who}, key=key)
    second = await reports.held_report(session, fact.report_id)
    if second is None:
        raise LookupError(fact.report_id)
    await _keep_mail_choice(session, report, second)
    return second, True


async def _second(
    session: AsyncSession, report: Report, reporter: Reporter, form: SplitForm, by: str
) -> ReportSubmittedV1:
    first = ReportSubmittedV1.model_validate(report.content)
    own = {"title": form.title, "story": form.story, "by_mail": reporter.email is not None}
    origin = {
        "split_from": report.id,
        "split_reference": report.reference,
        "split_by": by,
        "split_because": form.because,
    }
    numbered = await reporting.numbered(session)
    return first.model_copy(update={**_OWN, **own, **origin, **numbered, "report_id": form.second_id})


async def _keep_mail_choice(session: AsyncSession, first: Report, second: Report) -> None:
    """Who wanted fewer mails about the first wants that about the second too."""
    if first.mails == MailChoice.ALL:
        return
    second.mails = first.mails
    await session.flush()
    await outbox.add(session, MailsChosenV1(report_id=second.id, choice=MailChoice.parse(first.mails)))
