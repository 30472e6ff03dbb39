"""A report comes under a dossier, moves with others, or its link was a mistake: who hears what is said there."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.notifier.handlers import mailing
from services.notifier.handlers.telling import SAID_TO_ALL, Heard, stay_silent, tell, tell_reporter
from services.notifier.repository import known, told
from services.notifier.silences import MOVED, NEVER_WENT
from services.notifier.tables import DossierFact, Report
from shared.contracts.cloud_event import CloudEvent
from shared.contracts.research import ReportMovedV1
from shared.contracts.triage import ReportLinkedV1, ReportUnlinkedV1
from shared.messaging.erasing import hold_words
from shared.messaging.failures import TooEarly


async def link_report(session: AsyncSession, event: CloudEvent[ReportLinkedV1]) -> None:
    """A report hangs under a dossier now.

    What was said to all reports there since then, but was heard here before the link, is told too.
    """
    fact = event.data
    await known.hold_dossier(session, fact.dossier_id)
    report = await tell_reporter(session, Heard.of(event), fact.report_id)
    await known.link(session, report.id, fact.dossier_id, event.time)
    await _catch_up(session, fact.dossier_id, event.time, report)


async def unlink_report(session: AsyncSession, event: CloudEvent[ReportUnlinkedV1]) -> None:
    """A link was a mistake: its reporter hears that, by mail when we mailed anything of it. Raises TooEarly."""
    fact = event.data
    await known.hold_dossier(session, fact.dossier_id)
    report = await known.report(session, fact.report_id)
    if report is None:
        raise TooEarly(f"report {fact.report_id}")
    await known.unlink(session, report.id, event.time)
    if not await hold_words(session, report.id):
        return
    link = await told.notice_about(session, report.id, fact.undoes)
    if link is None:
        raise TooEarly(f"the link of {fact.report_id}")
    link.undone_at = event.time
    never_went = await mailing.take_back(session, link.id)
    spared = never_went and not await told.told_after(session, report.id, link.happened_at)
    await tell(session, Heard.of(event), report, withheld_because=NEVER_WENT if spared else None)


async def move_report(session: AsyncSession, event: CloudEvent[ReportMovedV1]) -> None:
    """The team put a report under another dossier: its reporter hears what is said there from now on. Raises TooEarly.

    That it moved is work of the team, and told to nobody.
    """
    fact = event.data
    await known.hold_dossier(session, fact.dossier_id)
    report = await known.report(session, fact.report_id)
    if report is None:
        raise TooEarly(f"report {fact.report_id}")
    await stay_silent(session, Heard.of(event), MOVED)
    await known.move(session, report.id, fact.dossier_id, event.time)
    await _catch_up(session, fact.dossier_id, event.time, report)


async def _catch_up(session: AsyncSession, dossier_id: UUID, at: datetime, report: Report) -> None:
    for missed in await known.dossier_facts_since(session, dossier_id, at):
        await tell(session, _again(missed), report)
        await told.forget_silence(session, missed.fact_id)


def _again(missed: DossierFact) -> Heard:
    return Heard(SAID_TO_ALL[missed.subject].model_validate(missed.body), missed.fact_id, missed.happened_at)
