"""What is known already is kept as its owners tell it, and each link of the team lends it the words of a report."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.intake.handlers import likeness
from services.intake.knowing import features
from services.intake.repository import knowing, reports
from services.intake.tables import KnownLink, Report
from shared import clock
from shared.contracts.intake import ReportSubmittedV1
from shared.contracts.knowledge import ItemPublishedV1
from shared.contracts.likeness import KnownKind
from shared.contracts.research import DossierConcludedV1, DossierMergedV1, DossierOpenedV1, DossierReopenedV1
from shared.contracts.vocabulary import AgreementStatus
from shared.dutch import MONTHS

RUNNING = "Ons team zoekt dit uit, samen met de praktijken die het meldden."
# How much each text of a thing says about it. Others' titles and stories are all there is of them.
TITLE, RULE, KEYWORDS, ANSWER = 2.0, 1.5, 2.5, 0.5
ONLY_TITLE, STORY = 6.0, 3.0


async def keep_item(session: AsyncSession, fact: ItemPublishedV1, at: datetime) -> None:
    """A known item, new or changed; shown when everybody may read it."""
    kind = KnownKind.ITEM if fact.status is AgreementStatus.NONE else KnownKind.AGREEMENT
    shown = fact.public and fact.status is not AgreementStatus.EXPIRED
    newest = await knowing.put_thing(
        session,
        {
            "id": fact.item_id,
            "kind": kind,
            "key": fact.code,
            "title": fact.title,
            "summary": fact.short_answer,
            "imposed_by": [origin.value for origin in fact.imposed_by],
            "has_letter": fact.has_letter,
            "shown": shown,
            "as_of": at,
        },
    )
    if newest:
        texts = [(TITLE, fact.title), (RULE, fact.rule), (ANSWER, fact.short_answer)]
        said = features.described([*texts, (KEYWORDS, " , ".join(fact.keywords))])
        await knowing.put_words(session, fact.item_id, *said)
        await likeness.thing_changed(session, fact.item_id, f"{fact.title}\n{fact.rule}" if shown else "")


async def keep_dossier(
    session: AsyncSession,
    fact: DossierOpenedV1 | DossierConcludedV1 | DossierReopenedV1 | DossierMergedV1,
    at: datetime,
) -> None:
    """A dossier of the team, shown for as long as they work on it."""
    shown = not isinstance(fact, DossierConcludedV1 | DossierMergedV1)
    newest = await knowing.put_thing(
        session,
        {
            "id": fact.dossier_id,
            "kind": KnownKind.DOSSIER,
            "key": fact.reference,
            "title": fact.title,
            "summary": RUNNING,
            "imposed_by": [],
            "shown": shown,
            "as_of": at,
        },
    )
    if newest:
        await knowing.put_words(session, fact.dossier_id, *features.described([(ONLY_TITLE, fact.title)]))
        await likeness.thing_changed(session, fact.dossier_id, fact.title if shown else "")
    await knowing.count_links(session, fact.dossier_id)


async def keep_report(session: AsyncSession, report_id: UUID, at: datetime) -> None:
    """An open report: others may see its title, never its story."""
    # Held: whether it is linked and whether it is shown are heard apart.
    report = await reports.held_report(session, report_id)
    link = await knowing.take_link(session, report_id)
    if report is None or _is_gone(report) or (link and link.thing_id):
        return
    content = ReportSubmittedV1.model_validate(report.content)
    if content.joins_dossier or content.joins_report or content.doubts_item:
        return
    newest = await knowing.put_thing(
        session,
        {
            "id": report_id,
            "kind": KnownKind.REPORT,
            "key": content.reference,
            "title": content.title,
            "summary": _summary_of(content),
            "imposed_by": [content.imposed_by.value],
            "shown": True,
            "as_of": at,
        },
    )
    if newest:
        said = features.described([(ONLY_TITLE, content.title), (STORY, content.story)])
        await knowing.put_words(session, report_id, *said)
        await likeness.look_at(session, report_id)


def _is_gone(report: Report) -> bool:
    return bool(report.erased_at or report.withdrawn_at)


def _summary_of(content: ReportSubmittedV1) -> str:
    day = clock.local_day(content.submitted_at)
    return f"Gemeld op {day.day} {MONTHS[day.month - 1]} {day.year}. Van wie: {content.imposed_by.label}."


async def link_report(session: AsyncSession, report_id: UUID, thing_id: UUID, at: datetime) -> None:
    """The team linked a report: its words lead to that thing from now on, and it stands no more by itself."""
    report = await reports.held_report(session, report_id)
    if report is None or _is_gone(report):
        return
    link = await knowing.take_link(session, report_id)
    if link and link.decided_at > at:
        return
    await _hang(session, report, link, _link(report, thing_id, at))


async def move_report(session: AsyncSession, report_id: UUID, thing_id: UUID, at: datetime) -> None:
    """A report went to another thing with others; one of which the link was undone stays by itself."""
    report = await reports.held_report(session, report_id)
    if report is None or _is_gone(report):
        return
    link = await knowing.take_link(session, report_id)
    if link and (link.decided_at > at or link.thing_id is None):
        return
    moved = _link(report, thing_id, at)
    moved.linked_at = link.linked_at if link else knowing.LONG_AGO
    await _hang(session, report, link, moved)


async def unlink_report(session: AsyncSession, report_id: UUID, at: datetime) -> None:
    """A link was undone: the report lends that thing no words any more, and stands by itself again."""
    report = await reports.held_report(session, report_id)
    if report is None or _is_gone(report):
        return
    link = await knowing.take_link(session, report_id)
    if link and link.linked_at > at:
        return
    left = link.thing_id if link else None
    if link:
        await knowing.remove_link(session, link)
    await knowing.add_link(session, _link(report, None, at))
    await keep_report(session, report_id, at)
    if left:
        await likeness.thing_changed(session, left, likeness.text_of(report))


async def _hang(session: AsyncSession, report: Report, before: KnownLink | None, link: KnownLink) -> None:
    if before:
        await knowing.remove_link(session, before)
    await knowing.add_link(session, link)
    await knowing.forget_thing(session, report.id)
    await likeness.report_ended(session, report.id)
    if link.thing_id:
        await likeness.thing_changed(session, link.thing_id, likeness.text_of(report))


def _link(report: Report, thing_id: UUID | None, at: datetime) -> KnownLink:
    return KnownLink(
        report_id=report.id,
        thing_id=thing_id,
        practice_id=report.practice_id,
        imposed_by=report.content["imposed_by"],
        decided_at=at,
        linked_at=at,
        words=sorted(features.linked(likeness.text_of(report))) if thing_id else [],
    )


async def reword(session: AsyncSession, report: Report) -> None:
    """Something in a report was hidden: it is found by what it says now, and lends that to what it is linked to."""
    content = ReportSubmittedV1.model_validate(report.content)
    link = await knowing.take_link(session, report.id)
    if link:
        anew = _link(report, link.thing_id, link.decided_at)
        anew.linked_at = link.linked_at
        await knowing.remove_link(session, link)
        await knowing.add_link(session, anew)
    if await knowing.retitle(session, report.id, content.title):
        said = features.described([(ONLY_TITLE, content.title), (STORY, content.story)])
        await knowing.put_words(session, report.id, *said)
        await likeness.look_at(session, report.id)


async def close_report(session: AsyncSession, report_id: UUID, at: datetime) -> None:
    """A report that ended without a link is not shown to others any more, unless it is opened again later."""
    if await knowing.hide(session, report_id, at):
        await knowing.put_words(session, report_id, {}, {})
        await likeness.report_ended(session, report_id)


async def forget_report(session: AsyncSession, report_id: UUID) -> None:
    """A report is erased or taken back: nothing of it is found any more, and the words it lent are taken back."""
    await knowing.forget_thing(session, report_id)
    await likeness.report_ended(session, report_id)
    if link := await knowing.take_link(session, report_id):
        await knowing.remove_link(session, link)
