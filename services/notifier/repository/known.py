"""What others told us: reports, addresses, links, names."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.notifier.tables import Contact, DossierFact, Name, Report, ReportLink
from shared.contracts.base import Fact
from shared.contracts.intake import ContactGivenV1, MailsChosenV1, ReportSubmittedV1

# When a link that nobody told us of yet was made, at the latest.
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


async def add_report(session: AsyncSession, fact: ReportSubmittedV1) -> None:
    """Know a report by what a mail may say of it."""
    values = {
        "id": fact.report_id,
        "reference": fact.reference,
        "title": fact.title,
        "practice_id": fact.practice_id,
        "answer_by": fact.answer_by,
        "by_mail": fact.by_mail,
    }
    await session.execute(insert(Report).values(values).on_conflict_do_nothing())


async def report(session: AsyncSession, report_id: UUID) -> Report | None:
    """The report, or None when we have not heard of it."""
    return await session.get(Report, report_id)


async def keep_mail_choice(session: AsyncSession, fact: MailsChosenV1, chosen_at: datetime) -> None:
    """Keep which mails a reporter wants, unless something newer is known."""
    chosen = update(Report).where(
        col(Report.id) == fact.report_id,
        or_(col(Report.mails_chosen_at).is_(None), col(Report.mails_chosen_at) < chosen_at),
    )
    await session.execute(chosen.values(mails=fact.choice.value, mails_chosen_at=chosen_at))


async def keep_contact(session: AsyncSession, fact: ContactGivenV1, given_at: datetime) -> None:
    """Keep how to reach a reporter, unless something newer is known."""
    values = {"name": fact.name, "email": fact.email, "link_token": fact.link_token, "given_at": given_at}
    await session.execute(
        insert(Contact)
        .values(report_id=fact.report_id, **values)
        .on_conflict_do_update(index_elements=["report_id"], set_=values, where=col(Contact.given_at) < given_at)
    )


async def contact(session: AsyncSession, report_id: UUID) -> Contact | None:
    """How to reach the reporter, or None when nobody told us (yet)."""
    return await session.get(Contact, report_id)


async def hold_dossier(session: AsyncSession, dossier_id: UUID) -> None:
    """Let nobody else link to or speak about this dossier until this transaction ends.

    Without it a link and an outcome handled at the same moment would not see each other.
    """
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(str(dossier_id), 0))))


async def link(session: AsyncSession, report_id: UUID, dossier_id: UUID, linked_at: datetime) -> None:
    """The team linked the report to this dossier, unless something newer is known."""
    values = {"dossier_id": dossier_id, "linked_at": linked_at, "decided_at": linked_at}
    row = insert(ReportLink).values(report_id=report_id, **values)
    older = col(ReportLink.linked_at) < linked_at
    await session.execute(row.on_conflict_do_update(index_elements=["report_id"], set_=values, where=older))


async def move(session: AsyncSession, report_id: UUID, dossier_id: UUID, moved_at: datetime) -> None:
    """The report went to this dossier with others, unless something newer is known, or its link was undone."""
    values = {"dossier_id": dossier_id, "linked_at": moved_at}
    row = insert(ReportLink).values(report_id=report_id, decided_at=LONG_AGO, **values)
    older = (col(ReportLink.linked_at) < moved_at) & col(ReportLink.dossier_id).is_not(None)
    await session.execute(row.on_conflict_do_update(index_elements=["report_id"], set_=values, where=older))


async def unlink(session: AsyncSession, report_id: UUID, at: datetime) -> None:
    """The link was undone, unless the team linked the report again since."""
    values = {"dossier_id": None, "linked_at": at, "decided_at": at}
    row = insert(ReportLink).values(report_id=report_id, **values)
    older = col(ReportLink.decided_at) <= at
    await session.execute(row.on_conflict_do_update(index_elements=["report_id"], set_=values, where=older))


async def reports_under(session: AsyncSession, dossier_id: UUID) -> list[Report]:
    """The reports linked to a dossier, in the order of their links."""
    linked = select(Report).join(ReportLink, col(ReportLink.report_id) == col(Report.id))
    found = await session.scalars(
        linked.where(col(ReportLink.dossier_id) == dossier_id).order_by(col(ReportLink.linked_at))
    )
    return list(found)


async def practices_under(session: AsyncSession, dossier_id: UUID, *, with_report: Report) -> int:
    """How many practices hang under a dossier once this report does too."""
    counted = [report for report in await reports_under(session, dossier_id) if report.withdrawn_at is None]
    practices = {report.practice_id for report in counted}
    return len(practices | {with_report.practice_id})


async def keep_dossier_fact(
    session: AsyncSession, fact_id: UUID, dossier_id: UUID, fact: Fact, happened_at: datetime
) -> None:
    """Keep what was said to everybody under a dossier."""
    body: dict[str, Any] = fact.model_dump(mode="json")
    session.add(
        DossierFact(fact_id=fact_id, dossier_id=dossier_id, subject=fact.SUBJECT, happened_at=happened_at, body=body)
    )
    await session.flush()


async def dossier_facts_since(session: AsyncSession, dossier_id: UUID, moment: datetime) -> Iterable[DossierFact]:
    """What was said to everybody under a dossier after a moment, in that order."""
    said = select(DossierFact).where(col(DossierFact.dossier_id) == dossier_id, col(DossierFact.happened_at) > moment)
    return await session.scalars(said.order_by(col(DossierFact.happened_at)))


async def keep_name(session: AsyncSession, thing: Name) -> None:
    """Keep what a thing is called, unless a newer revision is known."""
    values = thing.model_dump(exclude={"id"})
    await session.execute(
        insert(Name)
        .values(id=thing.id, **values)
        .on_conflict_do_update(index_elements=["id"], set_=values, where=col(Name.revision) <= thing.revision)
    )


async def name(session: AsyncSession, thing_id: UUID | None) -> Name | None:
    """What a thing is called, or None when we do not know it."""
    return await session.get(Name, thing_id) if thing_id else None
